package dev.fanfare.protocol.centrifuge.message;

import dev.fanfare.core.transport.MessageParts;
import dev.fanfare.model.channel.Payload;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Encodes replies and pushes, and decodes commands. Stateless, thread-safe. */
public interface Encoding {
    /** The name of the encoding, which is part of frame keys. */
    String name();

    /** The maximum number of commands in one message. */
    int MAX_COMMANDS = 1024;

    /**
     * Decodes the commands of one message, in order; at least one, at most {@link #MAX_COMMANDS}.
     *
     * @throws MalformedCommandException if the message is invalid or contains no command or too many
     */
    List<Command> commands(Payload message);

    /**
     * Checks that a message may contain another command.
     *
     * @throws MalformedCommandException if the commands are as many as a message may contain
     */
    static void requireRoom(List<Command> commands) {
        if (commands.size() == MAX_COMMANDS) {
            throw new MalformedCommandException("expected at most " + MAX_COMMANDS + " commands, got more");
        }
    }

    /**
     * Decodes the first message of a unidirectional client, which is a connect request without a command around it.
     *
     * @throws MalformedCommandException if the message is not a connect request
     */
    Command.Connect connect(Payload message);

    /**
     * Decodes the body of an emulation request. The commands inside it are not decoded.
     *
     * @throws MalformedCommandException if the body is not an emulation request
     */
    EmulationRequest emulation(Payload body);

    /** Encodes a reply as TEXT or BINARY, depending on the encoding. Large bytes that replies share are parts of their own. */
    MessageParts reply(int id, Reply reply);

    /** Encodes a push to a bidirectional client; the channel is empty if the push does not belong to one. */
    Payload push(String channel, ServerPush push);

    /** Encodes a push to a unidirectional client, without a reply around it. */
    Payload barePush(String channel, ServerPush push);

    /** Returns the data as clients with deltas receive and store it: the base of the next delta. */
    Payload deltaBase(Payload data);

    /** Returns the delta between two results of {@link #deltaBase}; null if it would not be smaller than {@code after}. */
    @Nullable
    Payload delta(Payload before, Payload after);

    /** Encodes the ping of the server. */
    Payload ping();
}
