package dev.fanfare.core.node;

import dev.fanfare.core.node.NodeMessage.Direct;
import dev.fanfare.core.node.NodeMessage.DisconnectClient;
import dev.fanfare.core.node.NodeMessage.DisconnectUser;
import dev.fanfare.core.node.NodeMessage.OfTopic;
import dev.fanfare.core.node.NodeMessage.UnsubscribeUser;
import dev.fanfare.model.channel.EngineException;
import dev.fanfare.model.channel.Kind;
import dev.fanfare.model.channel.Payload;
import dev.fanfare.model.client.CloseReason;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;

/**
 * Encodes {@link NodeMessage}s: a type byte followed by the fields, with strings as length-prefixed modified UTF-8.
 * Stateless. A new kind of message gets a new type. Nodes skip and log messages of unknown types, so that nodes of different
 * versions can form a cluster.
 */
final class NodeMessageCodec {
    private static final int DISCONNECT_USER = 1;
    private static final int UNSUBSCRIBE_USER = 2;
    private static final int DIRECT = 3;
    private static final int DISCONNECT_CLIENT = 4;
    private static final int OF_TOPIC = 5;

    private NodeMessageCodec() {}

    /**
     * Encodes a message.
     *
     * @throws UncheckedIOException if a name is longer than 65,535 bytes
     */
    static byte[] encode(NodeMessage message) {
        var bytes = new ByteArrayOutputStream();
        try (var out = new DataOutputStream(bytes)) {
            switch (message) {
                case DisconnectUser disconnect -> {
                    out.writeByte(DISCONNECT_USER);
                    out.writeUTF(disconnect.user());
                    write(disconnect.reason(), out);
                }
                case DisconnectClient disconnect -> {
                    out.writeByte(DISCONNECT_CLIENT);
                    out.writeUTF(disconnect.client());
                    write(disconnect.reason(), out);
                }
                case UnsubscribeUser unsubscribe -> {
                    out.writeByte(UNSUBSCRIBE_USER);
                    out.writeUTF(unsubscribe.user());
                    out.writeUTF(unsubscribe.channel());
                }
                case OfTopic ofTopic -> {
                    out.writeByte(OF_TOPIC);
                    out.writeUTF(ofTopic.topic());
                    out.write(ofTopic.body().bytes());
                }
                case Direct direct -> {
                    out.writeByte(DIRECT);
                    out.writeUTF(direct.client());
                    out.writeUTF(direct.message().kind().name());
                    out.write(direct.message().bytes());
                }
            }
        } catch (IOException tooLong) {
            throw new UncheckedIOException("cannot encode a message between nodes", tooLong);
        }
        return bytes.toByteArray();
    }

    /**
     * Decodes a message.
     *
     * @throws EngineException if the bytes are not a message that this version supports
     */
    static NodeMessage decode(byte[] bytes) {
        try (var in = new DataInputStream(new ByteArrayInputStream(bytes))) {
            int type = in.readUnsignedByte();
            return switch (type) {
                case DISCONNECT_USER -> new DisconnectUser(in.readUTF(), closeReason(in));
                case DISCONNECT_CLIENT -> new DisconnectClient(in.readUTF(), closeReason(in));
                case UNSUBSCRIBE_USER -> new UnsubscribeUser(in.readUTF(), in.readUTF());
                case DIRECT -> new Direct(in.readUTF(), payload(kind(in.readUTF()), in.readAllBytes()));
                case OF_TOPIC -> new OfTopic(in.readUTF(), Payload.binary(in.readAllBytes()));
                default ->
                    throw new IOException("unsupported type " + type + ": this node supports types " + DISCONNECT_USER
                            + " to " + OF_TOPIC);
            };
        } catch (IOException malformed) {
            throw new EngineException("cannot decode a message between nodes: " + malformed.getMessage(), malformed);
        }
    }

    private static void write(CloseReason reason, DataOutputStream out) throws IOException {
        out.writeShort(reason.code());
        out.writeUTF(reason.reason());
    }

    private static CloseReason closeReason(DataInputStream in) throws IOException {
        return new CloseReason(in.readUnsignedShort(), in.readUTF());
    }

    private static Kind kind(String name) throws IOException {
        try {
            return Kind.valueOf(name);
        } catch (IllegalArgumentException unknown) {
            throw new IOException("unsupported kind " + name, unknown);
        }
    }

    /** The sender has validated the payload. */
    private static Payload payload(Kind kind, byte[] bytes) {
        return switch (kind) {
            case TEXT -> Payload.validatedText(bytes);
            case JSON -> Payload.validatedJson(bytes);
            case BINARY -> Payload.binary(bytes);
        };
    }
}
