package dev.fanfare.app;

/**
 * Application code that handles a channel's events without a client. Thread-safe.
 *
 * <p>Events are handled one at a time and in order, on a virtual thread that runs only while events are queued. Every node that
 * starts a listener handles every event.
 *
 * {@snippet :
 * app.channel("pictures").eventListener()
 *         .on(Uploaded.class, uploaded -> makeThumbnail(uploaded.file()))
 *         .on(Deleted.class, deleted -> removeThumbnail(deleted.file()));
 * }
 *
 * <p>If a handler fails, the failure is logged and the next event is handled. The queue is bounded: about a thousand events. Further
 * events are dropped, logged and counted by {@link #missed}. When the application closes, handlers have 5 seconds to end, and queued
 * events are then counted as missed, too. Persist data that must not be lost before you send the event.
 */
public interface ChannelEventListener extends AutoCloseable {
    /** Handles one type of event; may block. */
    @FunctionalInterface
    interface TypedHandler<E> {
        void handle(E event) throws Exception;
    }

    /**
     * Adds a handler for events of this type.
     *
     * @throws IllegalArgumentException if the type has a handler, or is abstract
     */
    <E> ChannelEventListener on(Class<E> type, TypedHandler<? super E> handler);

    /** Returns the number of dropped events. */
    long missed();

    /** Stops listening. Queued events are not handled, and a running handler is not interrupted. Idempotent. */
    @Override
    void close();
}
