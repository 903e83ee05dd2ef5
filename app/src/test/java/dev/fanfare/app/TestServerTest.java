package dev.fanfare.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fanfare.model.client.CloseReason;
import dev.fanfare.model.http.HttpResponse;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What tests of applications may rely on, over whichever wire. */
class TestServerTest {
    @ParameterizedTest
    @EnumSource
    void host_isLocalhostByDefault(Wire wire) {
        try (var test = new TestApp(wire)) {
            test.app().get("/host", request -> HttpResponse.text(200, "" + hosts(request)));
            test.app().websocket("/ws", ws -> ws.send("" + hosts(ws.request())));

            assertThat(test.server().get("/host").text()).isEqualTo("[localhost]");
            assertThat(test.server().get("/host", "Host: example.com").text()).isEqualTo("[example.com]");
            try (var client = test.server().connect("/ws", "host: example.com:80")) {
                assertThat(client.receiveText()).isEqualTo("[example.com:80]");
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void lose_afterTheEnd_doesNothing(Wire wire) {
        try (var test = new TestApp(wire)) {
            test.app().websocket("/", WebSocket::accept);
            var client = test.server().connect("/");
            assertThat(client.closeReason()).isEqualTo(new CloseReason(1000, ""));

            client.lose();
            client.lose();

            assertThat(client.closeReason()).isEqualTo(new CloseReason(1000, ""));
        }
    }

    private static Object hosts(Request request) {
        return request.http().headers().all("host");
    }
}
