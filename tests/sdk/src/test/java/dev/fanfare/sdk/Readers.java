package dev.fanfare.sdk;

/** Clients that read numbers from two servers, one after the other. Confined to the thread of the test. */
interface Readers extends AutoCloseable {
    /** Waits until all clients are subscribed. */
    void awaitSubscribed();

    /** Waits until all clients have reconnected and recovered. */
    void awaitReturned();

    /** Waits until all clients have the last number; fails on lost numbers and other disconnect codes than that of a drain. */
    void awaitLast(long number);

    @Override
    void close();
}
