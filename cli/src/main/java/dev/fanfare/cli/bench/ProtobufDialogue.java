package dev.fanfare.cli.bench;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import dev.fanfare.protocol.centrifuge.protobuf.Command;
import dev.fanfare.protocol.centrifuge.protobuf.ConnectRequest;
import dev.fanfare.protocol.centrifuge.protobuf.PublishRequest;
import dev.fanfare.protocol.centrifuge.protobuf.Reply;
import dev.fanfare.protocol.centrifuge.protobuf.SubscribeRequest;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http.websocketx.BinaryWebSocketFrame;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;

/** Centrifuge in Protobuf: each reply after its length. */
final class ProtobufDialogue extends CentrifugeDialogue {
    private static final int VARINT_BITS = 7;
    private static final int MAX_SHIFT = 28;

    private final ByteArrayOutputStream commands = new ByteArrayOutputStream();

    ProtobufDialogue(BenchClient client) {
        super(client);
    }

    @Override
    void sendConnect(String token) {
        add(Command.newBuilder()
                .setId(CONNECT)
                .setConnect(ConnectRequest.newBuilder().setName("fanfare-bench").setToken(token)));
    }

    @Override
    void sendSubscribe(int id, String channel) {
        add(Command.newBuilder()
                .setId(id)
                .setSubscribe(SubscribeRequest.newBuilder().setChannel(channel)));
    }

    @Override
    void sendPublish(int id, String channel, byte[] payload) {
        add(Command.newBuilder()
                .setId(id)
                .setPublish(PublishRequest.newBuilder().setChannel(channel).setData(ByteString.copyFrom(payload))));
    }

    private void add(Command.Builder command) {
        try {
            command.build().writeDelimitedTo(commands);
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
    }

    @Override
    void flush() {
        if (commands.size() > 0) {
            send(commands.toByteArray());
            commands.reset();
        }
    }

    private void send(byte[] bytes) {
        client.channel().writeAndFlush(new BinaryWebSocketFrame(Unpooled.wrappedBuffer(bytes)));
    }

    @Override
    public void received(ByteBuf message) {
        while (message.isReadable()) {
            int length = length(message);
            if (length < 0 || length > message.readableBytes()) {
                client.fail("malformed message of the server: wrong length of a reply");
                return;
            }
            int from = message.readerIndex();
            message.skipBytes(length);
            if (length == 0) {
                send(new byte[1]); // the answer to a ping: an empty command
            } else if (!client.deliveries(message, from, from + length)) {
                control(ByteBufUtil.getBytes(message, from, length));
            }
        }
    }

    private static int length(ByteBuf message) {
        int length = 0;
        for (int shift = 0; shift <= MAX_SHIFT && message.isReadable(); shift += VARINT_BITS) {
            int next = message.readByte();
            length |= (next & 0x7F) << shift;
            if (next >= 0) {
                return length;
            }
        }
        return -1;
    }

    private void control(byte[] bytes) {
        try {
            var reply = Reply.parseFrom(bytes);
            if (reply.getId() > 0) {
                reply(
                        reply.getId(),
                        reply.hasError()
                                ? reply.getError().getCode() + " "
                                        + reply.getError().getMessage()
                                : "");
            } else if (reply.hasPush() && reply.getPush().hasDisconnect()) {
                var disconnect = reply.getPush().getDisconnect();
                client.fail("disconnected: " + disconnect.getCode() + " " + disconnect.getReason());
            } else if (reply.hasPush() && reply.getPush().hasUnsubscribe()) {
                var unsubscribe = reply.getPush().getUnsubscribe();
                client.fail("unsubscribed: " + unsubscribe.getCode() + " " + unsubscribe.getReason());
            }
        } catch (InvalidProtocolBufferException malformed) {
            client.fail("malformed message of the server: " + malformed.getMessage());
        }
    }
}
