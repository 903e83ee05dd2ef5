package dev.fanfare.sdk;

/** Two groups of readers. Confined to the thread of the test. */
record CombinedReaders(Readers one, Readers other) implements Readers {
    @Override
    public void awaitSubscribed() {
        one.awaitSubscribed();
        other.awaitSubscribed();
    }

    @Override
    public void awaitReturned() {
        one.awaitReturned();
        other.awaitReturned();
    }

    @Override
    public void awaitLast(long number) {
        one.awaitLast(number);
        other.awaitLast(number);
    }

    @Override
    public void close() {
        one.close();
        other.close();
    }
}
