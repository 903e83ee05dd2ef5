package dev.fanfare.abuse;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import dev.fanfare.protocol.centrifuge.protobuf.Command;
import dev.fanfare.protocol.centrifuge.protobuf.ConnectRequest;
import dev.fanfare.protocol.centrifuge.protobuf.PublishRequest;
import dev.fanfare.protocol.centrifuge.protobuf.Reply;
import dev.fanfare.protocol.centrifuge.protobuf.SubscribeRequest;
import dev.fanfare.testkit.client.ClientFrame;
import dev.fanfare.testkit.client.RawWebSocket;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;

/** Commands of the Centrifuge protocol in Protobuf. Stateless. */
final class ProtobufCommands {
    private ProtobufCommands() {}

    /** Connects, subscribes and waits for the reply. */
    static void subscribe(RawWebSocket socket, String channel) {
        send(socket, Command.newBuilder().setId(1).setConnect(ConnectRequest.getDefaultInstance()));
        send(
                socket,
                Command.newBuilder()
                        .setId(2)
                        .setSubscribe(SubscribeRequest.newBuilder().setChannel(channel)));
        awaitReply(socket, 2);
    }

    /** Publishes and waits for the reply. */
    static void publish(RawWebSocket socket, String channel, String json) {
        send(
                socket,
                Command.newBuilder()
                        .setId(3)
                        .setPublish(PublishRequest.newBuilder()
                                .setChannel(channel)
                                .setData(ByteString.copyFromUtf8(json))));
        awaitReply(socket, 3);
    }

    private static void send(RawWebSocket socket, Command.Builder command) {
        try (var frame = new ByteArrayOutputStream()) {
            command.build().writeDelimitedTo(frame);
            socket.send(frame.toByteArray());
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
    }

    private static void awaitReply(RawWebSocket socket, int id) {
        while (true) {
            var frame = socket.receive();
            if (frame.opcode() == ClientFrame.CLOSE) {
                throw Clients.closed(frame);
            }
            var input = new ByteArrayInputStream(frame.payload());
            try {
                while (input.available() > 0) {
                    var reply = Reply.parseDelimitedFrom(input);
                    if (reply.getId() == id) {
                        assertThat(reply.hasError()).as("%s", reply).isFalse();
                        return;
                    }
                }
            } catch (IOException invalid) {
                throw new AssertionError(invalid);
            }
        }
    }
}
