package dev.fanfare.core.port;

import dev.fanfare.model.channel.ClientInfo;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import java.util.function.Predicate;

/**
 * The clients of each channel, across all nodes. Thread-safe.
 *
 * <p>An entry exists until it is removed, or until {@code expiry} after the last {@link #add}. Nodes refresh the
 * entries of their clients well before that, so the clients of a crashed node disappear by expiry.
 *
 * <p>The calls of one node for one channel and client take effect in the order of the calls.
 */
public interface PresenceStore {
    /**
     * Adds or refreshes a client, replacing its user, data and expiry. Idempotent.
     *
     * @param expiry lifetime of the entry unless it is refreshed; positive
     */
    CompletionStage<Void> add(String channel, ClientInfo info, Duration expiry);

    /** Removes a client. Succeeds if the client was not present. */
    CompletionStage<Void> remove(String channel, String client);

    /** Returns all clients that have not expired, by client id. */
    CompletionStage<Map<String, ClientInfo>> members(String channel);

    /** Returns the sizes without reading all members. */
    CompletionStage<PresenceStats> stats(String channel);

    /**
     * Sets the listener for losses of entries, once. The engine calls it when entries that this node has added may be
     * missing, for example after a failover, and the node adds them again. Called on any thread; must return promptly.
     *
     * <p>The argument returns true for affected channels. It is thread-safe and remains valid.
     */
    default void onEntriesLost(Consumer<Predicate<String>> listener) {}

    /**
     * The sizes of a channel. Immutable.
     *
     * @param clients number of sessions
     * @param users number of distinct user ids; all anonymous users count as one
     */
    record PresenceStats(int clients, int users) {}
}
