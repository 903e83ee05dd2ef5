package dev.fanfare.protocol.centrifuge.client;

import dev.fanfare.core.protocol.FrameKey;
import dev.fanfare.core.transport.Frame;
import dev.fanfare.core.transport.Framing;
import dev.fanfare.core.transport.MessageParts;
import dev.fanfare.protocol.centrifuge.message.Encoding;
import dev.fanfare.protocol.centrifuge.message.ServerPush;

/**
 * The transport and the wire format of a client. Immutable.
 *
 * @param name name of the transport, such as {@code websocket}
 * @param bidirectional whether the client can send commands; other clients receive pushes only
 * @param emulated whether commands arrive in separate requests
 * @param nativePings whether the transport sends the pings instead of the protocol
 */
public record ClientTransport(
        String name, Encoding encoding, Framing framing, boolean bidirectional, boolean emulated, boolean nativePings) {
    /** Replies above this size are not compressed. */
    static final int MAX_COMPRESSED_REPLY_BYTES = 256 * 1024;

    /**
     * Wraps an encoded reply. A long one is sent uncompressed, because compression would delay other clients, and a reply
     * has one receiver only.
     */
    Frame replyFrame(MessageParts reply) {
        return reply.size() > MAX_COMPRESSED_REPLY_BYTES ? framing.uncompressed(reply) : framing.message(reply);
    }

    /** Encodes a push; the channel is empty if the push does not belong to one. */
    public Frame push(String channel, ServerPush push) {
        return framing.message(bidirectional ? encoding.push(channel, push) : encoding.barePush(channel, push));
    }

    Frame ping() {
        return framing.message(encoding.ping());
    }

    /** The key under which clients with the same wire format share the frames of channels. */
    FrameKey frameKey(boolean deltas) {
        return new FrameKey(
                "centrifuge",
                encoding.name() + (bidirectional ? "" : " bare") + (deltas ? " fossil" : ""),
                framing.name());
    }
}
