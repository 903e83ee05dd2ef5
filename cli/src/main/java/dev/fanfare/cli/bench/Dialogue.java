package dev.fanfare.cli.bench;

import io.netty.buffer.ByteBuf;

/** The messages of one connection in one protocol. Confined to the event loop of its client. */
interface Dialogue {
    /** The connection is open: sends the commands that subscribe. */
    void opened();

    /** A message, or a part of a stream that ends with a line. */
    void received(ByteBuf message);

    /**
     * Sends a publication.
     *
     * @throws UnsupportedOperationException if the protocol cannot publish
     */
    void publish(StreamState stream, long sequence, byte[] payload);
}
