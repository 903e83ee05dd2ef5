package dev.fanfare.transport.netty.websocket;

import dev.fanfare.core.transport.Frame;
import dev.fanfare.core.transport.Framing;
import dev.fanfare.core.transport.MessageParts;
import dev.fanfare.model.channel.Payload;
import dev.fanfare.transport.netty.deflate.MessageCompressor;

/**
 * Compresses messages that are long enough, if this makes them shorter (RFC 7692, 7.2.1). Messages do not refer to one another, so
 * all receivers with the same window share a frame. Immutable.
 */
final class DeflateFraming implements Framing {
    private final String name;
    private final int minBytes;
    private final MessageCompressor compressor;

    DeflateFraming(String name, int minBytes, MessageCompressor compressor) {
        this.name = name;
        this.minBytes = minBytes;
        this.compressor = compressor;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public Frame message(Payload payload) {
        var compressed = payload.size() < minBytes ? null : compressor.compress(payload.bytes());
        return compressed == null
                ? uncompressed(payload)
                : WebSocketFraming.frame(Opcode.COMPRESSED | Opcode.of(payload), compressed);
    }

    @Override
    public Frame uncompressed(Payload payload) {
        return WebSocketFraming.PLAIN.message(payload);
    }

    @Override
    public Frame uncompressed(MessageParts message) {
        return WebSocketFraming.PLAIN.message(message);
    }

    @Override
    public Frame ping() {
        return WebSocketFraming.PLAIN.ping();
    }
}
