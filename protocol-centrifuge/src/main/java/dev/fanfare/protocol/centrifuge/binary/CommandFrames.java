package dev.fanfare.protocol.centrifuge.binary;

import com.google.protobuf.CodedInputStream;
import dev.fanfare.protocol.centrifuge.message.Command;
import dev.fanfare.protocol.centrifuge.message.MalformedCommandException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Takes a message apart into the commands that it holds, each behind its length as a varint. */
final class CommandFrames {
    private CommandFrames() {}

    /** All of them, at least one. */
    static List<Command> read(byte[] bytes) throws MalformedCommandException {
        if (bytes.length == 0) {
            throw new MalformedCommandException("an empty message");
        }
        var commands = new ArrayList<Command>();
        var input = CodedInputStream.newInstance(bytes);
        try {
            while (!input.isAtEnd()) {
                commands.add(next(input, bytes));
            }
        } catch (IOException invalid) {
            throw new MalformedCommandException(
                    "no command at byte " + input.getTotalBytesRead() + ": " + invalid.getMessage());
        }
        return commands;
    }

    private static Command next(CodedInputStream input, byte[] bytes) throws IOException, MalformedCommandException {
        long size = input.readRawVarint64();
        int start = input.getTotalBytesRead();
        if (size < 0 || size > bytes.length - start) {
            throw new MalformedCommandException("a command of " + Long.toUnsignedString(size) + " bytes where "
                    + (bytes.length - start) + " are left");
        }
        input.skipRawBytes((int) size);
        return CommandReader.command(
                dev.fanfare.protocol.centrifuge.protobuf.Command.parser().parseFrom(bytes, start, (int) size));
    }
}
