package dev.fanfare.protocol.centrifuge.binary;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import dev.fanfare.model.channel.Payload;
import dev.fanfare.protocol.centrifuge.protobuf.Command;
import dev.fanfare.protocol.centrifuge.protobuf.Push;
import dev.fanfare.protocol.centrifuge.protobuf.Reply;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.HexFormat;

/** Encodes and decodes frames with the generated messages only, as a client does. */
final class ProtobufFrames {
    private ProtobufFrames() {}

    static Payload frame(Command... commands) {
        var frame = new ByteArrayOutputStream();
        try {
            for (var command : commands) {
                command.writeDelimitedTo(frame);
            }
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        return Payload.binary(frame.toByteArray());
    }

    static Payload hex(String hex) {
        return Payload.binary(HexFormat.of().parseHex(hex.replace(" ", "")));
    }

    static String hex(Payload payload) {
        return HexFormat.of().formatHex(payload.bytes());
    }

    static Reply reply(Payload message) {
        try (var input = new ByteArrayInputStream(message.bytes())) {
            var reply = Reply.parseDelimitedFrom(input);
            requireEnd(input);
            return reply;
        } catch (IOException invalid) {
            throw new UncheckedIOException(invalid);
        }
    }

    static Push push(Payload message) {
        try (var input = new ByteArrayInputStream(message.bytes())) {
            var push = Push.parseDelimitedFrom(input);
            requireEnd(input);
            return push;
        } catch (IOException invalid) {
            throw new UncheckedIOException(invalid);
        }
    }

    static ByteString utf8(String text) {
        return ByteString.copyFrom(text, UTF_8);
    }

    private static void requireEnd(ByteArrayInputStream input) throws InvalidProtocolBufferException {
        if (input.available() > 0) {
            throw new InvalidProtocolBufferException("bytes after the message");
        }
    }
}
