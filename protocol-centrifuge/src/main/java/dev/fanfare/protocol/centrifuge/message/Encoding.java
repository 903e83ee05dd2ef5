package dev.fanfare.protocol.centrifuge.message;

import dev.fanfare.model.channel.Payload;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** How commands, replies and pushes are bytes. Stateless, thread-safe. */
public interface Encoding {
    /** Names it in frame keys. */
    String name();

    /**
     * The commands of one message, in order, at least one.
     *
     * @throws MalformedCommandException when it is not made of commands, or has none
     */
    List<Command> commands(Payload message) throws MalformedCommandException;

    /**
     * What a client that can't ask sends at first: a connect command alone.
     *
     * @throws MalformedCommandException when it is none
     */
    Command.Connect connect(Payload message) throws MalformedCommandException;

    /**
     * Commands that were sent by a request of their own.
     *
     * @throws MalformedCommandException when the body is no such request; its commands are not looked at
     */
    EmulationRequest emulation(Payload body) throws MalformedCommandException;

    /** An answer; the message is TEXT or BINARY, as the encoding is. */
    Payload reply(int id, Reply reply);

    /** A push to a client that asks; the channel is empty when it belongs to none. */
    Payload push(String channel, ServerPush push);

    /** A push to a client that can't ask. */
    Payload barePush(String channel, ServerPush push);

    /** Data as those receivers get it, and keep it, that understand deltas: what deltas are made of. */
    Payload kept(Payload data);

    /** What makes the one of the other, both {@link #kept}; null when that is no gain. */
    @Nullable
    Payload delta(Payload before, Payload after);

    /** The server's ping. */
    Payload ping();
}
