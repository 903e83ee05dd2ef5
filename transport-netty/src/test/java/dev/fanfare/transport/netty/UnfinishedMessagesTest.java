package dev.fanfare.transport.netty;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.fanfare.core.budget.MemoryBudget;
import dev.fanfare.core.budget.MemoryLimits;
import dev.fanfare.core.transport.Connection;
import dev.fanfare.model.monitoring.MemoryKind;
import dev.fanfare.testkit.client.ClientFrame;
import dev.fanfare.testkit.client.RawWebSocket;
import java.util.ArrayList;
import org.junit.jupiter.api.Test;

/** Messages that a client begins and does not end. */
class UnfinishedMessagesTest {
    private static final String OFFER = "Sec-WebSocket-Extensions: permessage-deflate";
    private static final int BYTES = 90_000;

    @Test
    void memory_ofUnfinishedMessages_isBoundedForTheNode() {
        var settings = TestServer.settings(TestServer.PATIENT, TestServer.PATIENT)
                .withMemory(MemoryLimits.NONE.with(MemoryKind.MESSAGES, 1_000_000));
        var listeners = new ArrayList<RecordingListener>();
        var clients = new ArrayList<RawWebSocket>();
        try (var server = TestServer.start(settings, exchange -> {
            var listener = new RecordingListener();
            listeners.add(listener);
            TestServer.upgrade(exchange, listener);
        })) {
            for (int i = 0; i < 20; i++) {
                var client = RawWebSocket.open(server.address(), "/", OFFER);
                clients.add(client);
                client.send(unfinished());
                client.send(ClientFrame.of(ClientFrame.PING, new byte[0]));
                if (client.receive().opcode() == ClientFrame.CLOSE) {
                    break;
                }
            }

            await().untilAsserted(() -> assertThat(listeners.stream().filter(RecordingListener::isClosed))
                    .isNotEmpty());
            assertThat(messages(server).shed()).isPositive();
            assertThat(messages(server).used()).isLessThanOrEqualTo(1_000_000);
            assertThat(listeners.stream().filter(RecordingListener::isClosed).toList())
                    .allSatisfy(listener ->
                            assertThat(listener.closeReason().code()).isEqualTo(1013));
            clients.forEach(RawWebSocket::close);
            await().untilAsserted(() -> assertThat(messages(server).used()).isZero());
        }
    }

    @Test
    void message_ofAClientThatIsNotAdmitted_isLimited() {
        var listener = new RecordingListener() {
            @Override
            protected void admit(Connection opened) {}
        };
        try (var server = TestServer.of(listener);
                var client = RawWebSocket.open(server.address(), "/", OFFER)) {
            client.send(ClientFrame.deflated(ClientFrame.BINARY, new byte[Connection.MAX_BYTES_BEFORE_ADMISSION]));
            assertThat(listener.nextMessage().size()).isEqualTo(Connection.MAX_BYTES_BEFORE_ADMISSION);

            client.send(ClientFrame.deflated(ClientFrame.BINARY, new byte[Connection.MAX_BYTES_BEFORE_ADMISSION + 1]));
            assertThat(client.receiveClose().closeCode()).isEqualTo(1009);
        }
    }

    private static ClientFrame unfinished() {
        return ClientFrame.deflated(ClientFrame.BINARY, new byte[BYTES]).notFinal();
    }

    private static MemoryBudget messages(TestServer server) {
        return server.transport().governor().budget(MemoryKind.MESSAGES);
    }
}
