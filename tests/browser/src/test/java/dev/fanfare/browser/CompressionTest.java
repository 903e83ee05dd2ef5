package dev.fanfare.browser;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fanfare.app.Fanfare;
import dev.fanfare.model.http.HttpResponse;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A browser offers compression, and messages survive it in both directions. */
@Tag("full")
class CompressionTest {
    private static final String TALK = """
            url => new Promise((done, failed) => {
              const socket = new WebSocket(url);
              const texts = ["", "x", "grüße, 世界 😀", "price: 101.25, ".repeat(5000)];
              let received = 0;
              socket.onerror = () => failed("error");
              socket.onclose = event => failed("closed with " + event.code);
              socket.onopen = () => texts.forEach(text => socket.send(text));
              socket.onmessage = event => {
                if (event.data !== texts[received]) failed("message " + received + " differs");
                if (++received === texts.length) done(socket.extensions);
              };
            })
            """;

    @Test
    void messages_bothDirections_areCompressed() {
        try (var app = Fanfare.create();
                var chromium = new Chromium();
                var page = chromium.newPage()) {
            app.websocket("/echo", ws -> ws.textMessages().forEach(ws::send));
            app.handle("GET", "/", request -> HttpResponse.text(200, "a page"));
            int port = app.listen("127.0.0.1", 0).getPort();
            page.navigate("http://localhost:" + port + "/");

            assertThat(page.evaluate(TALK, "ws://localhost:" + port + "/echo"))
                    .isEqualTo("permessage-deflate; server_no_context_takeover; client_no_context_takeover");
        }
    }
}
