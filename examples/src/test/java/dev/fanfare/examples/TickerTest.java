package dev.fanfare.examples;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fanfare.app.Fanfare;
import dev.fanfare.testkit.app.SocketServer;
import dev.fanfare.testkit.client.RawWebSocket;
import java.util.HashSet;
import org.junit.jupiter.api.Test;

/** The ticker, over a real socket, because it publishes prices in real time. */
class TickerTest {
    private static final int SYMBOLS = 4;

    @Test
    void prices_comeByThemselves_ofAllSymbols() {
        try (var app = Fanfare.create()) {
            new Ticker().addTo(app);
            var address = app.listen("127.0.0.1", 0);
            try (var client = RawWebSocket.open(address, "/ws/prices/")) {
                var symbols = new HashSet<String>();
                while (symbols.size() < SYMBOLS) {
                    var price = client.receiveText();
                    assertThat(price).matches("\\{\"symbol\":\"[A-Z]+\",\"price\":\\d+\\.\\d\\d}");
                    symbols.add(price.split("\"", -1)[3]);
                }
            }
            try (var stream = new SocketServer(address).stream("/ticker/stream")) {
                assertThat(stream.receiveEvent()).startsWith("retry: ");
                assertThat(stream.receiveEvent()).startsWith("data: {\"symbol\":");
            }
        }
    }
}
