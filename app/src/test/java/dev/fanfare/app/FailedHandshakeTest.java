package dev.fanfare.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fanfare.app.EventsTest.Style;
import dev.fanfare.model.channel.ChannelOptions;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Application code that fails while a client connects. */
class FailedHandshakeTest {
    private final TestApp test = new TestApp();

    @AfterEach
    void stop() {
        test.close();
    }

    @Test
    void handshakeHeaders_fail_isAnsweredAtOnce() {
        test.app()
                .use((request, next) -> next.proceed(request.withHandshakeHeaders(fields -> {
                    throw new IllegalStateException("no headers");
                })));
        test.app().websocket("/accepting", WebSocket::accept);
        test.app().websocket("/refusing", ws -> ws.refuse(403, "no"));
        test.app().eventLoopHandler("/loop", () -> new SocketHandler() {});

        assertThat(test.refused("/accepting").status()).isEqualTo(500);
        assertThat(test.refused("/refusing").status()).isEqualTo(500);
        assertThat(test.refused("/loop").status()).isEqualTo(500);
    }

    @ParameterizedTest
    @EnumSource
    void firstMessage_fails_endsTheClient(Style style) {
        var room = test.app().channel("room", ChannelOptions.defaults().presence());
        style.add(test.app(), "/", () -> new SocketHandler() {
            @Override
            public void connect(Socket socket) {
                socket.subscribeJson(room, () -> {
                    throw new IllegalStateException("no state");
                });
            }
        });
        try (var client = test.open("/")) {
            assertThat(client.receiveClose().closeCode()).isEqualTo(1011);
            assertThat(room.members()).isEmpty();
        }
    }
}
