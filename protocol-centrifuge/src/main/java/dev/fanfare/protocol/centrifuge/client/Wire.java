package dev.fanfare.protocol.centrifuge.client;

import dev.fanfare.core.transport.Frame;
import dev.fanfare.core.transport.Framing;
import dev.fanfare.protocol.centrifuge.message.Encoding;
import dev.fanfare.protocol.centrifuge.message.Reply;
import dev.fanfare.protocol.centrifuge.message.ServerPush;

/**
 * How what one kind of client is told becomes frames. Immutable.
 *
 * @param asks false for clients that can't send commands, and get pushes alone
 */
public record Wire(Encoding encoding, Framing framing, boolean asks) {
    Frame reply(int id, Reply reply) {
        return framing.message(encoding.reply(id, reply));
    }

    /** The channel is empty when the push belongs to none. */
    public Frame push(String channel, ServerPush push) {
        return framing.message(asks ? encoding.push(channel, push) : encoding.barePush(channel, push));
    }

    Frame ping() {
        return framing.message(encoding.ping());
    }

    /** Tells these frames from those of other clients. */
    String name() {
        return asks ? encoding.name() : encoding.name() + " bare";
    }
}
