package dev.fanfare.protocol.centrifuge.binary;

import com.google.protobuf.InvalidProtocolBufferException;
import dev.fanfare.model.channel.Kind;
import dev.fanfare.model.channel.Payload;
import dev.fanfare.protocol.centrifuge.delta.FossilDelta;
import dev.fanfare.protocol.centrifuge.message.Command;
import dev.fanfare.protocol.centrifuge.message.EmulationRequest;
import dev.fanfare.protocol.centrifuge.message.Encoding;
import dev.fanfare.protocol.centrifuge.message.MalformedCommandException;
import dev.fanfare.protocol.centrifuge.message.Reply;
import dev.fanfare.protocol.centrifuge.message.ServerPush;
import dev.fanfare.protocol.centrifuge.protobuf.ConnectRequest;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Commands, replies and pushes as Protobuf messages, each behind its length. Stateless, thread-safe. */
public final class ProtobufEncoding implements Encoding {
    /** An empty message behind its length. */
    private static final byte[] PING = {0};

    @Override
    public String name() {
        return "protobuf";
    }

    @Override
    public List<Command> commands(Payload message) throws MalformedCommandException {
        return CommandFrames.read(binary(message));
    }

    @Override
    public Command.Connect connect(Payload message) throws MalformedCommandException {
        try {
            return CommandReader.connect(0, ConnectRequest.parseFrom(binary(message)));
        } catch (InvalidProtocolBufferException invalid) {
            throw new MalformedCommandException("no connect request: " + invalid.getMessage());
        }
    }

    /** The body is the request alone; its commands are each behind its length. */
    @Override
    public EmulationRequest emulation(Payload body) throws MalformedCommandException {
        try {
            var request = dev.fanfare.protocol.centrifuge.protobuf.EmulationRequest.parseFrom(binary(body));
            return new EmulationRequest(
                    request.getNode(),
                    request.getSession(),
                    Payload.binary(request.getData().toByteArray()));
        } catch (InvalidProtocolBufferException invalid) {
            throw new MalformedCommandException("no emulation request: " + invalid.getMessage());
        }
    }

    @Override
    public Payload reply(int id, Reply reply) {
        return Delimited.write(ReplyWriter.reply(id, reply));
    }

    @Override
    public Payload push(String channel, ServerPush push) {
        return Delimited.write(ReplyWriter.reply(PushWriter.push(channel, push)));
    }

    @Override
    public Payload barePush(String channel, ServerPush push) {
        return Delimited.write(PushWriter.push(channel, push));
    }

    @Override
    public Payload kept(Payload data) {
        return data;
    }

    @Override
    public @Nullable Payload delta(Payload before, Payload after) {
        var delta = FossilDelta.ofBytes(before.bytes(), after.bytes());
        return delta == null ? null : Payload.binary(delta);
    }

    @Override
    public Payload ping() {
        return Payload.binary(PING);
    }

    private static byte[] binary(Payload message) throws MalformedCommandException {
        if (message.kind() != Kind.BINARY) {
            throw new MalformedCommandException("a message of kind " + message.kind() + " where Protobuf is BINARY");
        }
        return message.bytes();
    }
}
