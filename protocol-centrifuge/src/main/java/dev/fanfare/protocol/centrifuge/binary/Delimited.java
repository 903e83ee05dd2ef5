package dev.fanfare.protocol.centrifuge.binary;

import com.google.protobuf.CodedOutputStream;
import com.google.protobuf.MessageLite;
import dev.fanfare.model.channel.Payload;
import java.io.IOException;
import java.io.UncheckedIOException;

/** Puts a message behind its length as a varint. */
final class Delimited {
    private Delimited() {}

    static Payload write(MessageLite message) {
        int size = message.getSerializedSize();
        var bytes = new byte[CodedOutputStream.computeUInt32SizeNoTag(size) + size];
        var output = CodedOutputStream.newInstance(bytes);
        try {
            output.writeUInt32NoTag(size);
            message.writeTo(output);
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        output.checkNoSpaceLeft();
        return Payload.binary(bytes);
    }
}
