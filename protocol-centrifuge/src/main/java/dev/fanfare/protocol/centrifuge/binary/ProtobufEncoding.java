package dev.fanfare.protocol.centrifuge.binary;

import com.google.protobuf.CodedInputStream;
import com.google.protobuf.CodedOutputStream;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.MessageLite;
import com.google.protobuf.WireFormat;
import dev.fanfare.core.transport.MessagePart;
import dev.fanfare.core.transport.MessageParts;
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
import dev.fanfare.protocol.centrifuge.protobuf.PresenceResult;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Commands, replies and pushes as Protobuf messages, each with its length as a varint before it. Stateless, thread-safe. */
public final class ProtobufEncoding implements Encoding {
    /** An empty message, which has the length 0. */
    private static final byte[] PING = {0};

    @Override
    public String name() {
        return "protobuf";
    }

    @Override
    public List<Command> commands(Payload message) {
        var bytes = binary(message);
        if (bytes.length == 0) {
            throw new MalformedCommandException("expected at least one command, got an empty message");
        }
        var commands = new ArrayList<Command>(1);
        var input = CodedInputStream.newInstance(bytes);
        try {
            while (!input.isAtEnd()) {
                Encoding.requireRoom(commands);
                commands.add(command(input, bytes));
            }
        } catch (IOException invalid) {
            throw new MalformedCommandException(
                    "expected a command at byte " + input.getTotalBytesRead() + ": " + invalid.getMessage());
        }
        return commands;
    }

    @Override
    public Command.Connect connect(Payload message) {
        try {
            return ProtobufCommands.connect(0, ConnectRequest.parseFrom(binary(message)));
        } catch (InvalidProtocolBufferException invalid) {
            throw new MalformedCommandException("expected a connect request: " + invalid.getMessage());
        }
    }

    /** The request itself has no length before it; the commands inside it have. */
    @Override
    public EmulationRequest emulation(Payload body) {
        try {
            var request = dev.fanfare.protocol.centrifuge.protobuf.EmulationRequest.parseFrom(binary(body));
            return new EmulationRequest(
                    request.getNode(),
                    request.getSession(),
                    Payload.binary(request.getData().toByteArray()));
        } catch (InvalidProtocolBufferException invalid) {
            throw new MalformedCommandException("expected an emulation request: " + invalid.getMessage());
        }
    }

    @Override
    public MessageParts reply(int id, Reply reply) {
        if (reply instanceof Reply.Presence presence) {
            var clients = presence.encoded()
                    .in(this, () -> ProtobufMessages.presence(presence).toByteArray());
            return shared(id, ProtobufMessages.PRESENCE, PresenceResult.getDefaultInstance(), clients);
        }
        if (reply instanceof Reply.Subscribed subscribed) {
            var publications = subscribed.publications();
            var encoded = publications
                    .encoded()
                    .in(
                            this,
                            () -> ProtobufMessages.publications(publications.all())
                                    .toByteArray());
            return shared(id, ProtobufMessages.SUBSCRIBE, ProtobufMessages.subscribed(subscribed, List.of()), encoded);
        }
        return MessageParts.of(delimited(ProtobufMessages.reply(id, reply)));
    }

    /** Encodes a reply whose result is a message that consists of own fields and of encoded fields, which are a part of their own. */
    private static MessageParts shared(int id, int field, MessageLite own, MessagePart encoded) {
        var head = dev.fanfare.protocol.centrifuge.protobuf.Reply.newBuilder()
                .setId(id)
                .build();
        int resultSize = own.getSerializedSize() + encoded.size();
        int size = head.getSerializedSize()
                + CodedOutputStream.computeTagSize(field)
                + CodedOutputStream.computeUInt32SizeNoTag(resultSize)
                + resultSize;
        var first = delimited(size, size - encoded.size(), output -> {
            head.writeTo(output);
            output.writeTag(field, WireFormat.WIRETYPE_LENGTH_DELIMITED);
            output.writeUInt32NoTag(resultSize);
            own.writeTo(output);
        });
        return new MessageParts(Kind.BINARY, List.of(MessagePart.own(first), encoded));
    }

    @Override
    public Payload push(String channel, ServerPush push) {
        return delimited(ProtobufMessages.reply(ProtobufMessages.push(channel, push)));
    }

    @Override
    public Payload barePush(String channel, ServerPush push) {
        return delimited(ProtobufMessages.push(channel, push));
    }

    @Override
    public Payload deltaBase(Payload data) {
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

    private static Command command(CodedInputStream input, byte[] bytes) throws IOException {
        long size = input.readRawVarint64();
        int start = input.getTotalBytesRead();
        if (size < 0 || size > bytes.length - start) {
            throw new MalformedCommandException("a command has a length of " + Long.toUnsignedString(size)
                    + " bytes, but " + (bytes.length - start) + " bytes are left");
        }
        input.skipRawBytes((int) size);
        return ProtobufCommands.command(
                dev.fanfare.protocol.centrifuge.protobuf.Command.parser().parseFrom(bytes, start, (int) size));
    }

    private static Payload delimited(MessageLite message) {
        int size = message.getSerializedSize();
        return Payload.binary(delimited(size, size, message::writeTo));
    }

    /** Writes a message of this size. */
    private interface MessageWriter {
        void writeTo(CodedOutputStream output) throws IOException;
    }

    /** Returns the size of a message, followed by its first bytes, {@code written} in number. */
    private static byte[] delimited(int size, int written, MessageWriter message) {
        var bytes = new byte[CodedOutputStream.computeUInt32SizeNoTag(size) + written];
        var output = CodedOutputStream.newInstance(bytes);
        try {
            output.writeUInt32NoTag(size);
            message.writeTo(output);
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        output.checkNoSpaceLeft();
        return bytes;
    }

    private static byte[] binary(Payload message) {
        if (message.kind() != Kind.BINARY) {
            throw new MalformedCommandException("expected a binary message, got " + message.kind());
        }
        return message.bytes();
    }
}
