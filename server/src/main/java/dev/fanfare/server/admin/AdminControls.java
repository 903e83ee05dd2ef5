package dev.fanfare.server.admin;

import java.time.Duration;

/** The actions of an operator on one node, and the rules of its access control. Thread-safe. */
public interface AdminControls {
    /** A server without access rules, which only its process can end. */
    AdminControls NONE = new AdminControls() {};

    /** Returns true once the drain has begun. */
    default boolean isDraining() {
        return false;
    }

    /** Reports the node as not ready and closes the connections of its clients over time. Returns at once. */
    default void drain() {
        throw new AdminException(400, "this server cannot be drained; stop the process");
    }

    /** Prevents a user from connecting to this node for a time; zero ends that. */
    default void block(String user, Duration time) {
        throw new AdminException(400, "this server has no access rules, so it cannot block a user");
    }

    /**
     * Explains what a user may do in a channel.
     *
     * @param subscribed whether the user is assumed to be subscribed
     * @return a record
     */
    default Object explain(String user, String channel, boolean subscribed) {
        throw new AdminException(400, "this server has no access rules: it allows everything");
    }
}
