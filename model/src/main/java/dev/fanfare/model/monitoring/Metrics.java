package dev.fanfare.model.monitoring;

/**
 * The port to a monitoring system. Implementations override the methods they need. Thread-safe. Methods return at once
 * and do not throw. None is called once per subscriber: an event loop reports many deliveries in one call.
 */
public interface Metrics {
    /** Records nothing. */
    Metrics NONE = new Metrics() {};

    /** Counts a new connection. */
    default void sessionOpened() {}

    /** Counts the end of a connection by the close code that was sent or received; 1006 if there was none. */
    default void sessionClosed(int code) {}

    /** Counts a session that the server ended, by close code; {@link #sessionClosed} is called as well. */
    default void disconnected(int code) {}

    /** Counts the start of a client's subscription; it may still be rejected. */
    default void subscriptionOpened() {}

    /** Counts the end of a client's subscription. */
    default void subscriptionClosed() {}

    /** Counts a subscription that the server ended while the session continues, by unsubscribe code. */
    default void unsubscribed(int code) {}

    /** Records the size of a message from a client. */
    default void received(int bytes) {}

    /** Records the size of a reply, a ping or another frame for a single client. */
    default void replied(int bytes) {}

    /**
     * Records how long the broker took to answer a publish of this node.
     *
     * @param accepted false if the publish failed, or was rejected because this node is overloaded
     */
    default void published(long nanos, boolean accepted) {}

    /**
     * Records publications that were handed to clients.
     *
     * @param deliveries number of publications times number of clients
     * @param bytes total size of their frames
     */
    default void delivered(long deliveries, long bytes) {}

    /**
     * Records the time until a batch of a channel has reached the sockets or outboxes of all clients of one event loop.
     *
     * @param nanos time since the oldest publication of the batch arrived at this node
     */
    default void handedOut(long nanos) {}

    /** Counts publications that were not sent to a slow client. */
    default void dropped(DropReason reason, int publications) {}

    /** Records the size of a client's outbox; measured at every ping. */
    default void outbox(int bytes) {}

    /** Records the delay of an event loop in nanoseconds. */
    default void loopLag(long nanos) {}

    /** Counts a failed background operation of the engine. The operation is retried, or its effect expires. */
    default void failed(Operation operation) {}

    /**
     * Counts channels of this node that may have missed publications permanently, because the engine or a bridged
     * external system was unreachable, or because event loops were overloaded.
     */
    default void missed(int channels) {}

    /** The reason for dropping publications. */
    enum DropReason {
        /** They were the oldest of a channel with the policy {@code DROP_OLDEST}. */
        OLDEST,
        /** A newer publication of the same channel or key replaced them. */
        CONFLATED
    }

    /** A background operation of the engine. */
    enum Operation {
        UNSUBSCRIBE,
        JOIN,
        LEAVE,
        PRESENCE_REFRESH,
        PRESENCE_REMOVE,
        POSITION_CHECK
    }
}
