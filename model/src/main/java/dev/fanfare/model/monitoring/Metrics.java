package dev.fanfare.model.monitoring;

/**
 * What core counts; a monitoring system implements what it wants to know. Thread-safe; every method returns at once and does
 * not throw. None is called once per subscriber: a loop tells of many at a time.
 */
public interface Metrics {
    /** Counts nothing. */
    Metrics NONE = new Metrics() {};

    /** A client connected. */
    default void sessionOpened() {}

    /** A client's connection is over, with the close code that the server sent or got; 1006 without one. */
    default void sessionClosed(int code) {}

    /** The server ended a session with this close code; {@link #sessionClosed} is called as well. */
    default void disconnected(int code) {}

    /** A client's subscription began, though it may be refused yet. */
    default void subscriptionOpened() {}

    /** A client's subscription is over. */
    default void subscriptionClosed() {}

    /** The server ended a subscription with this unsubscribe code, and the session goes on. */
    default void unsubscribed(int code) {}

    /** A client sent a message of so many bytes. */
    default void received(int bytes) {}

    /** A reply, a ping or another frame that is for one client alone goes to it. */
    default void replied(int bytes) {}

    /**
     * The broker answered a publication of this node after so many nanoseconds.
     *
     * @param accepted false when it failed, or was refused because this node is overloaded
     */
    default void published(long nanos, boolean accepted) {}

    /**
     * Publications were handed to clients.
     *
     * @param deliveries the publications times the clients
     * @param bytes of all of their frames
     */
    default void delivered(long deliveries, long bytes) {}

    /**
     * What came for a channel is with all its clients of one event loop, in their sockets or outboxes.
     *
     * @param nanos since the oldest publication of it arrived at this node
     */
    default void handedOut(long nanos) {}

    /** Publications were not sent to a client that is slow. */
    default void dropped(DropReason reason, int publications) {}

    /** So much waits for one client, which is looked at when it is pinged. */
    default void outbox(int bytes) {}

    /** An event loop came by so many nanoseconds later than it should have. */
    default void loopLag(long nanos) {}

    /** The engine failed at something that nobody waits for; it is tried again or heals by expiry. */
    default void failed(Operation operation) {}

    /**
     * The engine, or another system that channels stand for, was away: so many channels of this node may have missed
     * publications that nothing can bring back. Or one of them has, because event loops were too far behind.
     */
    default void missed(int channels) {}

    /** Why publications were dropped. */
    enum DropReason {
        /** They were the oldest of a channel that drops those first. */
        OLDEST,
        /** A newer one of the same channel or key took their place. */
        CONFLATED
    }

    /** What is asked of the engine in the background. */
    enum Operation {
        UNSUBSCRIBE,
        JOIN,
        LEAVE,
        PRESENCE_REFRESH,
        PRESENCE_REMOVE,
        POSITION_CHECK
    }
}
