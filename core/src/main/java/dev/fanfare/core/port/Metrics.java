package dev.fanfare.core.port;

/** What core counts; a monitoring system implements it. Thread-safe; every method returns at once and does not throw. */
public interface Metrics {
    /** Counts nothing. */
    Metrics NONE = new Metrics() {
        @Override
        public void dropped(DropReason reason, int publications) {}

        @Override
        public void disconnected(int code) {}

        @Override
        public void unsubscribed(int code) {}

        @Override
        public void failed(Operation operation) {}
    };

    /** Publications were not sent to a client that is slow. */
    void dropped(DropReason reason, int publications);

    /** The server ended a session with this close code. */
    void disconnected(int code);

    /** The server ended a subscription with this unsubscribe code, and the session goes on. */
    void unsubscribed(int code);

    /** The engine failed at something that nobody waits for; it is tried again or heals by expiry. */
    void failed(Operation operation);

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
