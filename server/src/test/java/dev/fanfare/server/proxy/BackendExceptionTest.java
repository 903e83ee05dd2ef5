package dev.fanfare.server.proxy;

import static dev.fanfare.server.proxy.ProxiedServer.ask;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.fanfare.core.fake.ClosedPort;
import dev.fanfare.testkit.app.TestClient;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.LoggerFactory;

@ResourceLock("the log of backends")
class BackendExceptionTest {
    private static final String INTERNAL =
            "{\"id\":2,\"error\":{\"code\":100,\"message\":\"internal server error\",\"temporary\":true}}";
    private static final String RPC = "{\"id\":2,\"rpc\":{\"method\":\"m\",\"data\":\"clientsecret\"}}";

    private final Logger logger = (Logger) LoggerFactory.getLogger(BackendLog.class);
    private final ListAppender<ILoggingEvent> logged = new ListAppender<>();
    private final FakeBackend backend = new FakeBackend();

    @BeforeEach
    void listen() {
        logged.list = new CopyOnWriteArrayList<>(); // other test classes log at the same time
        logged.start();
        logger.setAdditive(false);
        logger.setLevel(Level.WARN);
        logger.addAppender(logged);
    }

    @AfterEach
    void close() {
        backend.close();
        logger.detachAppender(logged);
        logger.setAdditive(true);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "backendsecret",
                "[]",
                "null",
                "{",
                "{}",
                "{\"result\":null}",
                "{\"result\":7}",
                "{\"result\":{}} {}",
                "{\"result\":{\"b64data\":\"%\"}}",
                "{\"error\":{}}",
                "{\"error\":{\"code\":1}}",
                "{\"error\":{\"code\":99999999999}}",
                "{\"error\":{\"code\":\"backendsecret\"}}",
                "{\"disconnect\":{\"code\":1000}}",
                "{\"disconnect\":\"backendsecret\"}"
            })
    void malformedResponse_isAnInternalError(String answer) {
        backend.answers("/rpc", answer);
        try (var server = ProxiedServer.inMemory(backend)) {
            assertThat(ask(server.client("ann"), RPC)).isEqualTo(INTERNAL);
        }

        assertThat(logLines())
                .singleElement()
                .asString()
                .startsWith("backend-failed backend=\"proxy rpc.proxy at " + backend.url() + "rpc\" ");
    }

    @Test
    void responseThatIsNotUtf8_isAnInternalError() {
        backend.answers("/rpc", 200, new byte[] {'{', '"', (byte) 0xFF, '"', ':', '1', '}'});
        try (var server = ProxiedServer.inMemory(backend)) {
            assertThat(ask(server.client("ann"), RPC)).isEqualTo(INTERNAL);
        }
    }

    @Test
    void oversizedResponse_isAnInternalError() {
        var data = "x".repeat(1 << 20);
        backend.answers("/rpc", "{\"result\":{\"data\":\"" + data + "\"}}");
        try (var server = ProxiedServer.inMemory(backend)) {
            assertThat(ask(server.client("ann"), RPC)).isEqualTo(INTERNAL);
        }

        assertThat(logLines())
                .singleElement()
                .asString()
                .contains("reason=\"the response is longer than 1048576 bytes\"");
    }

    @ParameterizedTest
    @ValueSource(ints = {201, 204, 301, 403, 500, 503})
    void otherStatusThan200_isAnInternalError(int status) {
        backend.answers("/rpc", status, status == 204 ? new byte[0] : "{\"result\":{}}".getBytes(UTF_8));
        try (var server = ProxiedServer.inMemory(backend)) {
            assertThat(ask(server.client("ann"), RPC)).isEqualTo(INTERNAL);
        }

        assertThat(logLines()).singleElement().asString().contains("the response has status " + status);
    }

    @Test
    void unreachableBackend_isAnInternalError() {
        try (var port = new ClosedPort()) {
            var url = "http://127.0.0.1:" + port.number() + "/";
            try (var server = ProxiedServer.inMemory(url)) {
                assertThat(ask(server.client("ann"), RPC)).isEqualTo(INTERNAL);
            }

            assertThat(logLines(url)).singleElement().asString().contains("Connect");
        }
    }

    @Test
    void slowBackend_isAnInternalErrorAndKeepsTheConnection() {
        backend.hold();
        try (var server = ProxiedServer.inMemory(backend, "rpc.proxy.timeout", "300ms")) {
            var client = server.client("ann");
            assertThat(ask(client, RPC)).isEqualTo(INTERNAL);

            assertThat(logLines()).singleElement().asString().contains("reason=\"no response within 300 ms\"");
            assertThat(ask(client, "{\"id\":3,\"subscribe\":{\"channel\":\"open:a\"}}"))
                    .contains("\"subscribe\":{");
        }
    }

    @Test
    void connect_withAFailingBackend_isATemporaryError() {
        backend.answers("/connect", 500, new byte[0]);
        try (var server = ProxiedServer.inMemory(backend)) {
            assertThat(ask(server.open(), "{\"id\":1,\"connect\":{}}")).contains("\"code\":100", "\"temporary\":true");
        }
    }

    @Test
    void failures_areLoggedOncePerKindWithoutSecrets() {
        backend.answers("/rpc", 500, "backendsecret".getBytes(UTF_8));
        var endpoint = "http://me:urlsecret@" + backend.authority() + "/rpc?key=querysecret";
        try (var server = ProxiedServer.inMemory(
                backend, "rpc.proxy.endpoint", endpoint, "rpc.proxy.static-headers", "{A: headersecret}")) {
            var client = server.client("ann");
            for (int i = 0; i < 5; i++) {
                ask(client, RPC);
            }
            backend.answers("/rpc", "backendsecret");
            for (int i = 0; i < 5; i++) {
                ask(client, RPC);
            }
        }

        assertThat(logLines()).hasSize(2).noneMatch(line -> line.contains("secret"));
    }

    @Test
    void failures_areLoggedAgainAfterAMinute() {
        long[] now = {0};
        var log = new BackendLog("it", () -> now[0]);
        for (int i = 0; i < 4; i++) {
            log.report(BackendException.status(500));
        }
        now[0] = 60_000_000_000L;
        log.report(BackendException.status(502));
        log.report(BackendException.late("late"));

        assertThat(logLines())
                .containsExactly(
                        "backend-failed backend=\"it\" reason=\"the response has status 500, expected 200\" unlogged=0",
                        "backend-failed backend=\"it\" reason=\"the response has status 502, expected 200\" unlogged=3",
                        "backend-failed backend=\"it\" reason=\"late\" unlogged=0");
    }

    @Test
    void calls_beyondTheLimit_wait() {
        backend.answers("/rpc", "{\"result\":{\"data\":1}}");
        backend.hold();
        try (var server = ProxiedServer.inMemory(backend, "rpc.proxy.max-in-flight", "2")) {
            List<TestClient> clients = new ArrayList<>();
            for (int i = 0; i < 6; i++) {
                clients.add(server.client("user" + i));
                clients.getLast().sendText(RPC);
            }
            backend.next();
            backend.next();
            clients.getLast().receiveNothing();
            assertThat(backend.waiting()).isZero();
            backend.release();

            assertThat(clients)
                    .allSatisfy(client -> assertThat(client.receiveText()).contains("\"data\":1"));
            assertThat(backend.most()).isEqualTo(2);
        }
    }

    @Test
    void waitingCalls_timeOut_failAndFreeTheirPlace() {
        backend.answers("/rpc", "{\"result\":{\"data\":1}}");
        backend.hold();
        try (var server = ProxiedServer.inMemory(backend, "rpc.proxy.max-in-flight", "1", "rpc.proxy.timeout", "3s")) {
            List<TestClient> clients = new ArrayList<>();
            for (int i = 0; i < 20; i++) {
                clients.add(server.client("user" + i));
                clients.getLast().sendText(RPC);
            }

            assertThat(clients)
                    .allSatisfy(client -> assertThat(client.receiveText()).isEqualTo(INTERNAL));
            backend.release();
            assertThat(logLines()).hasSizeBetween(1, 2);
            assertThat(ask(clients.getFirst(), RPC)).contains("\"data\":1");
        }
    }

    private List<String> logLines() {
        return logLines(backend.url());
    }

    /** The lines about the backend at this URL, and those without a URL; not those of other test classes. */
    private List<String> logLines(String url) {
        return logged.list.stream()
                .map(ILoggingEvent::getFormattedMessage)
                .filter(line -> !line.contains("://127.0.0.1:") || line.contains(url))
                .toList();
    }
}
