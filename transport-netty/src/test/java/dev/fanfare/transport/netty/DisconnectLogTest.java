package dev.fanfare.transport.netty;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import dev.fanfare.model.http.HttpResponse;
import dev.fanfare.testkit.client.ClientFrame;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/** The transport logs at debug why it rejects a request or closes a connection. */
class DisconnectLogTest {
    private final Queue<String> lines = new ConcurrentLinkedQueue<>();
    private final Logger logger = (Logger) LoggerFactory.getLogger("dev.fanfare.transport.netty");
    private final AppenderBase<ILoggingEvent> appender = new AppenderBase<>() {
        @Override
        protected void append(ILoggingEvent event) {
            lines.add(event.getLevel() + " " + event.getFormattedMessage());
        }
    };

    @BeforeEach
    void observe() {
        appender.start();
        logger.addAppender(appender);
        logger.setLevel(Level.DEBUG);
    }

    @AfterEach
    void restore() {
        logger.setLevel(null);
        logger.detachAppender(appender);
        appender.stop();
    }

    @Test
    void request_malformed_isLoggedWithPeerAndReason() {
        try (var server = TestServer.start(exchange -> exchange.respond(HttpResponse.text(200, "")));
                var client = server.connect()) {
            client.send("GET  / HTTP/1.1\r\nHost: x\r\n\r\n");
            var reason = client.read().text();

            assertLogged("rejecting a request of /127.0.0.1:" + client.socket().localPort() + " with 400: " + reason);
        }
    }

    @Test
    void request_undecodable_isLoggedBoundedAndPrintable() {
        try (var server = TestServer.start(exchange -> exchange.respond(HttpResponse.text(200, "")));
                var client = server.connect()) {
            client.send("GET / HTTP/1.\u001b\r\nHost: x\r\n\r\n");
            assertThat(client.read().status()).isEqualTo(400);

            var start = "DEBUG cannot decode a request of /127.0.0.1:"
                    + client.socket().localPort();
            await().untilAsserted(() -> assertThat(lines).anyMatch(line -> line.startsWith(start)));
            assertThat(lines)
                    .filteredOn(line -> line.startsWith(start))
                    .allSatisfy(line -> assertThat(line).hasSizeLessThan(300).matches("[ -~]*"));
        }
    }

    @Test
    void webSocket_protocolError_isLoggedWithPeerAndReason() {
        try (var server = TestServer.of(new RecordingListener());
                var client = server.open()) {
            client.send(ClientFrame.text("x").unmasked());
            client.receiveClose();

            await().untilAsserted(() -> assertThat(lines)
                    .anyMatch(line -> line.matches(
                            "DEBUG closing the WebSocket of /127\\.0\\.0\\.1:\\d+: 1002 frame is not masked")));
        }
    }

    private void assertLogged(String message) {
        await().untilAsserted(() -> assertThat(lines).contains("DEBUG " + message));
    }
}
