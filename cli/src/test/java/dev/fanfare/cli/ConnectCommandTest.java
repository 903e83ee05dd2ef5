package dev.fanfare.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fanfare.app.Fanfare;
import dev.fanfare.core.fake.ClosedPort;
import dev.fanfare.model.http.Headers;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.ResourceLock;

/** {@code fanfare connect} with a server. */
@ResourceLock("standard streams")
class ConnectCommandTest {
    /** Longer than any test, so that the server closes first. */
    private static final String LINGER = "--linger=100";

    private final Fanfare app = Fanfare.create();
    private final String url = "ws://127.0.0.1:" + app.listen("127.0.0.1", 0).getPort();
    private final InputStream stdin = System.in;
    private final Terminal terminal = new Terminal();

    @AfterEach
    void stop() {
        System.setIn(stdin);
        app.close();
    }

    @Test
    void lines_areSentAndRepliesPrinted() {
        app.websocket("/echo", ws -> {
            ws.send(ws.receiveText());
            ws.send(ws.receiveText());
        });
        type("hello\nsecond line\n");

        assertThat(terminal.run("connect", LINGER, url + "/echo")).isZero();
        assertThat(terminal.out())
                .containsSubsequence("connected to " + url, "< hello", "< second line", "closed: 1000");
    }

    @Test
    void endOfInput_closes() {
        app.websocket("/", ws -> ws.receive());
        type("");

        assertThat(terminal.run("connect", "--linger=0", url + "/")).isZero();
        assertThat(terminal.out()).contains("closed: 1000");
    }

    @Test
    void binaryMessages_arePrintedAsBytes() {
        app.websocket("/", ws -> {
            ws.send(new byte[] {1, (byte) 0xFF});
            ws.close(4001, "enough");
        });
        type("");

        assertThat(terminal.run("connect", LINGER, url + "/")).isZero();
        assertThat(terminal.out()).containsSubsequence("< 2 bytes: 01 ff", "closed: 4001 enough");
    }

    @Test
    void headersAndSubprotocols_areSent() {
        app.websocket("/", ws -> {
            ws.accept(Headers.of("sec-websocket-protocol", "chat"));
            ws.send(ws.header("x-me").orElse("no header") + " with "
                    + ws.header("sec-websocket-protocol").orElse("no subprotocol"));
        });
        type("");

        assertThat(terminal.run("connect", LINGER, "-H", "X-Me: you", "--subprotocol", "chat", url + "/"))
                .isZero();
        assertThat(terminal.out()).contains("< you with chat");
    }

    @Test
    void rejectedHandshake_fails() {
        app.websocket("/", ws -> ws.refuse(403, "no"));

        assertThat(terminal.run("connect", url + "/")).isEqualTo(1);
        assertThat(terminal.err()).contains("403").doesNotContain("\tat ");
    }

    @Test
    void unreachableServer_fails() {
        try (var port = new ClosedPort()) {
            assertThat(terminal.run("connect", "ws://127.0.0.1:" + port.number() + "/"))
                    .isEqualTo(1);
        }
        assertThat(terminal.err()).contains("cannot connect");
    }

    @Test
    void urlWithAnotherScheme_exitsWith2() {
        assertThat(terminal.run("connect", "http://127.0.0.1/")).isEqualTo(2);
        assertThat(terminal.run("connect", "-H", "no colon", url + "/")).isEqualTo(2);
        assertThat(terminal.err()).contains("ws://", "NAME:VALUE");
    }

    private static void type(String lines) {
        System.setIn(new ByteArrayInputStream(lines.getBytes(StandardCharsets.UTF_8)));
    }
}
