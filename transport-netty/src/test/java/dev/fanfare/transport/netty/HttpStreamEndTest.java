package dev.fanfare.transport.netty;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.fanfare.core.transport.Connection;
import dev.fanfare.model.channel.Payload;
import dev.fanfare.model.client.CloseReason;
import dev.fanfare.testkit.client.RawHttp;
import dev.fanfare.testkit.client.RawSocket;
import dev.fanfare.transport.netty.http.HttpTimes;
import dev.fanfare.transport.netty.loop.IoBackend;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The end of streams, by the server or by the client. */
class HttpStreamEndTest {
    private static final String LAST_CHUNK = "0\r\n\r\n";

    private final RecordingListener listener = new RecordingListener();

    @Test
    void close_sendsTheLastMessagesAndEndsTheBody() {
        try (var server = StreamServer.start(listener);
                var http = server.connect()) {
            StreamServer.begin(http);
            listener.send(Payload.text("last"));
            listener.close(3001, "shutdown");
            listener.close(3002, "too late");
            listener.send(Payload.text("later still"));

            assertThat(http.readChunk()).asString().isEqualTo("data: last\n\n");
            assertThat(http.readChunk()).asString().isEqualTo("event: bye\ndata: 3001\n\n");
            assertThat(http.socket().readToEnd()).asString().isEqualTo(LAST_CHUNK);
            http.socket().close();
            assertThat(listener.closeReason()).isEqualTo(new CloseReason(3001, "shutdown"));
            assertThat(server.transport().awaitClosed(TestServer.PATIENT)).isTrue();
        }
    }

    @Test
    void close_whileTheListenerIsMade_endsTheBodyInOrder() {
        try (var server = StreamServer.start(new RecordingListener() {
                    @Override
                    protected void opened(Connection opened) {
                        listener.opened(opened);
                        opened.close(new CloseReason(4003, ""));
                    }

                    @Override
                    public void onClosed(CloseReason reason) {
                        listener.onClosed(reason);
                    }
                });
                var http = server.connect()) {
            http.send(RawHttp.request("GET /"));

            assertThat(http.read().text()).isEqualTo("\r\nevent: bye\ndata: 4003\n\n");
            http.socket().close();
            assertThat(listener.closeReason().code()).isEqualTo(4003);
        }
    }

    @Test
    void stream_failingListener_closesConnection() {
        try (var server = StreamServer.start(new RecordingListener() {
                    @Override
                    protected void opened(Connection opened) {
                        throw new IllegalStateException("intended");
                    }
                });
                var http = server.connect()) {
            StreamServer.begin(http);

            assertThat(http.socket().readToEnd()).isEmpty();
            assertThat(server.transport().awaitClosed(TestServer.PATIENT)).isTrue();
        }
    }

    @Test
    void close_clientStaysConnected_endsInTime() {
        try (var server = StreamServer.start(TestServer.settings(TestServer.PATIENT, TestServer.SHORT), listener);
                var http = server.connect()) {
            StreamServer.begin(http);
            listener.close(4000, "");

            assertThat(listener.closeReason().code()).isEqualTo(4000);
            assertThat(server.transport().awaitClosed(TestServer.PATIENT)).isTrue();
        }
    }

    @Test
    void close_clientNotReading_endsInTime() {
        try (var server = StreamServer.start(TestServer.settings(TestServer.PATIENT, TestServer.SHORT), listener);
                var http = RawHttp.over(RawSocket.connect(server.address(), 4096))) {
            StreamServer.begin(http);
            StreamServer.fill(listener);
            listener.close(4000, "");

            assertThat(listener.closeReason()).isEqualTo(CloseReason.lost());
            assertThat(server.transport().awaitClosed(TestServer.PATIENT)).isTrue();
        }
    }

    @ParameterizedTest
    @EnumSource
    void client_disconnectsInAnyWay_isReportedOnce(IoBackend backend) {
        assumeTrue(backend.isAvailable());
        assertLost(backend, RawSocket::close);
        assertLost(backend, RawSocket::reset);
        assertLost(backend, RawSocket::finish);
    }

    private static void assertLost(IoBackend backend, Consumer<RawSocket> leave) {
        var listener = new RecordingListener();
        try (var server = StreamServer.start(
                        TestServer.settings(backend, TestServer.PATIENT, TestServer.PATIENT), listener);
                var http = server.connect()) {
            StreamServer.begin(http);
            leave.accept(http.socket());

            assertThat(listener.closeReason()).isEqualTo(CloseReason.lost());
            assertThat(server.transport().awaitClosed(TestServer.PATIENT)).isTrue();
        }
    }

    @Test
    void client_disconnectsWithUnreadData_isLost() {
        try (var server = StreamServer.start(listener);
                var http = RawHttp.over(RawSocket.connect(server.address(), 4096))) {
            StreamServer.begin(http);
            StreamServer.fill(listener);
            http.socket().reset();

            assertThat(listener.closeReason()).isEqualTo(CloseReason.lost());
        }
    }

    @Test
    void stream_idle_hasNoTimeLimit() {
        var settings = TestServer.settings(TestServer.BRIEF, TestServer.SHORT);
        var brief = settings.withHttp(
                settings.http().withTimes(HttpTimes.all(TestServer.SHORT).withHandshake(TestServer.BRIEF)));
        try (var server = StreamServer.start(brief, listener);
                var http = server.connect()) {
            StreamServer.begin(http);
            // Meanwhile every time limit of an idle connection expires twice.
            for (int i = 0; i < 2; i++) {
                try (var idle = server.connect()) {
                    assertThat(idle.socket().readToEnd()).isEmpty();
                }
            }
            listener.send(Payload.text("still here"));

            assertThat(http.readChunk()).asString().isEqualTo("data: still here\n\n");
        }
    }

    @Test
    void stopListening_openStreams_continue() {
        try (var server = StreamServer.start(listener);
                var http = server.connect()) {
            StreamServer.begin(http);
            server.transport().stopListening();
            listener.send(Payload.text("still here"));

            assertThat(http.readChunk()).asString().isEqualTo("data: still here\n\n");
            listener.close(4000, "");
            assertThat(http.readChunk()).asString().contains("4000");
            http.socket().close();
            assertThat(server.transport().awaitClosed(TestServer.PATIENT)).isTrue();
        }
    }

    @Test
    void inputAfterRequest_overTheLimit_closesStream() {
        try (var server = StreamServer.start(listener);
                var http = server.connect()) {
            http.send(RawHttp.request("GET /") + RawHttp.request("GET /ahead").repeat(10) + "no HTTP at all");
            http.readHead();
            http.readChunk();
            http.send("more of it");
            listener.send(Payload.text("on"));
            assertThat(http.readChunk()).asString().isEqualTo("data: on\n\n");

            http.send("x".repeat(70_000));
            assertThat(listener.closeReason()).isEqualTo(CloseReason.lost());
        }
    }
}
