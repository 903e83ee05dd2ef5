package dev.fanfare.sdk;

/** Clients that read numbers from one server, and then from another, to the last. Confined to the test's thread. */
interface Readers extends AutoCloseable {
    /** Waits until all are subscribed for the first time. */
    void awaitSubscribed();

    /** Waits until all have come back and recovered. */
    void awaitReturned();

    /** Waits until all have this last number; fails when one was sent away in another way, or missed something. */
    void awaitLast(long number);

    @Override
    void close();
}
