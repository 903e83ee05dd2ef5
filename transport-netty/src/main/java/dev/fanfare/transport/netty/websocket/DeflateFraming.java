package dev.fanfare.transport.netty.websocket;

import dev.fanfare.core.transport.Frame;
import dev.fanfare.core.transport.Framing;
import dev.fanfare.model.channel.Payload;
import dev.fanfare.transport.netty.deflate.MessageCompressor;

/**
 * Frames whose messages are compressed when they are long enough and become shorter by it (RFC 7692, 7.2.1). No message
 * refers to another one, so a frame serves all who agreed on the same window. Immutable, thread-safe.
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
        var shorter = payload.size() < minBytes ? null : compressor.compress(payload.bytes());
        return shorter == null
                ? WebSocketFraming.PLAIN.message(payload)
                : WebSocketFraming.frame(Opcode.COMPRESSED | Opcode.of(payload), shorter);
    }

    @Override
    public Frame ping() {
        return WebSocketFraming.PLAIN.ping();
    }
}
