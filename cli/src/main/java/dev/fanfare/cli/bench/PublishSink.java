package dev.fanfare.cli.bench;

/** Where a publisher sends. Confined to the publisher's event loop. */
interface PublishSink {
    /** Whether the sink can take another publication now. */
    boolean isReady();

    /** Sends a publication. */
    void publish(StreamState stream, long sequence, byte[] payload);

    /** The publications are over: those without a response count as not accepted. */
    default void end() {}
}
