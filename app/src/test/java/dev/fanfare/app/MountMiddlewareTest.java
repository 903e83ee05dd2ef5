package dev.fanfare.app;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.fanfare.app.security.AllowedOrigins;
import dev.fanfare.app.security.Authentication;
import dev.fanfare.app.security.CookieSessions;
import dev.fanfare.app.security.Cors;
import dev.fanfare.app.security.RateLimit;
import dev.fanfare.core.node.Node;
import dev.fanfare.core.session.Session;
import dev.fanfare.core.session.SessionListener;
import dev.fanfare.core.transport.Connection;
import dev.fanfare.core.transport.ConnectionListener;
import dev.fanfare.core.transport.JsonLines;
import dev.fanfare.core.transport.StreamFormat;
import dev.fanfare.model.channel.Payload;
import dev.fanfare.model.client.CloseReason;
import dev.fanfare.model.http.Headers;
import dev.fanfare.model.http.HttpResponse;
import dev.fanfare.testkit.app.HandshakeRefusedException;
import dev.fanfare.testkit.memory.MemoryTransport;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The middleware of an application around the paths of a mounted protocol. */
class MountMiddlewareTest {
    private static final String LISTED = "Origin: https://app.example";
    private static final String PARTNER = "Origin: https://partner.example";

    private final MemoryTransport transport = new MemoryTransport();
    private final Fanfare app =
            Fanfare.create(FanfareSettings.DEFAULTS.withAllowedOrigins(Set.of("https://app.example")), transport);
    private final AtomicInteger calls = new AtomicInteger();

    MountMiddlewareTest() {
        app.mount((node, channels) -> Map.of(
                "/plain",
                exchange -> {
                    calls.incrementAndGet();
                    exchange.respond(HttpResponse.text(200, "plain"));
                },
                "/stream",
                exchange -> {
                    calls.incrementAndGet();
                    exchange.stream(
                            HttpResponse.of(200, "text/plain", "begun\n".getBytes(UTF_8)),
                            StreamFormat.of(JsonLines.FRAMING),
                            connection -> echo(node, connection));
                },
                "/ws",
                exchange -> {
                    calls.incrementAndGet();
                    exchange.upgrade(Headers.empty(), connection -> echo(node, connection));
                }));
        app.listen(0);
    }

    /** Opens a session that sends each message back. */
    private static ConnectionListener echo(Node node, Connection connection) {
        return node.open(connection, Echo::new);
    }

    /** Sends each message back. */
    private record Echo(Session session) implements SessionListener {
        @Override
        public void onMessage(Payload message) {
            session.send(session.connection().framing().message(message));
        }

        @Override
        public void onDirect(Payload message) {}

        @Override
        public void onDrained() {}

        @Override
        public void onClosed(CloseReason reason) {}
    }

    @AfterEach
    void close() {
        app.close();
    }

    @Test
    void failingMiddleware_closesEveryPath() {
        app.use((request, next) -> {
            throw new IllegalStateException("closed");
        });

        assertThat(transport.get("/plain").status()).isEqualTo(500);
        assertThat(transport.get("/stream").status()).isEqualTo(500);
        assertThat(refusal("/ws")).isEqualTo(500);
        assertThat(calls).hasValue(0);
    }

    @Test
    void refusal_isTheResponse() {
        app.use((request, next) -> {
            throw new RequestRefusedException(402, "pay");
        });

        assertThat(transport.get("/stream").status()).isEqualTo(402);
        assertThat(refusal("/ws")).isEqualTo(402);
        assertThat(calls).hasValue(0);
    }

    @Test
    void fieldsOfMiddleware_areAddedToEveryResponse() {
        app.use((request, next) -> next.proceed(request).with("x-frame-options", "DENY"));

        assertThat(transport.get("/plain").header("x-frame-options")).contains("DENY");
        try (var stream = transport.stream("/stream")) {
            assertThat(stream.head().header("x-frame-options")).contains("DENY");
            assertThat(stream.receiveLine()).isEqualTo("begun");
        }
        try (var client = transport.connect("/ws")) {
            assertThat(client.responseHeaders().first("x-frame-options")).contains("DENY");
        }
    }

    @Test
    void changedSession_isSentWithTheResponse() {
        app.use(CookieSessions.signedBy(new byte[32]));
        app.use((request, next) -> {
            request.session().put("seen", "yes");
            return next.proceed(request);
        });

        assertThat(transport.get("/plain").header("set-cookie")).isPresent();
    }

    @Test
    void authentication_isRequired() {
        app.use(Authentication.by(MountMiddlewareTest::byHeader)
                .clock(this::now)
                .require());

        assertThat(transport.get("/stream").status()).isEqualTo(401);
        assertThat(refusal("/ws")).isEqualTo(401);
        assertThat(transport.get("/plain", "X-User: ann").status()).isEqualTo(200);
    }

    @Test
    void expiredPrincipal_closesTheConnection() {
        app.use(Authentication.by(MountMiddlewareTest::byHeader)
                .clock(this::now)
                .require());
        try (var client = transport.connect("/ws", "X-User: ann")) {
            transport.advance(Duration.ofMinutes(5));

            assertThat(client.closeReason().code()).isEqualTo(3005);
        }
    }

    @Test
    void messageChecks_applyToItsWebSockets() {
        app.use(RateLimit.messages(1, Duration.ofMinutes(1)));
        try (var client = transport.connect("/ws")) {
            client.sendText("one");
            assertThat(client.receiveText()).isEqualTo("one");
            client.sendText("two");

            assertThat(client.closeReason().code()).isEqualTo(1008);
        }
    }

    @Test
    void originMiddleware_replacesTheListOfTheApplication() {
        app.use(AllowedOrigins.of("https://partner.example"));

        assertThat(transport.post("/plain", "", PARTNER).status()).isEqualTo(200);
        assertThat(transport.post("/plain", "", LISTED).status()).isEqualTo(403);
        assertThat(refusal("/ws", LISTED)).isEqualTo(403);
    }

    @Test
    void corsFields_areSetOnce() {
        app.use(Cors.allow("https://app.example"));

        var headers = transport.get("/plain", LISTED).headers();
        assertThat(headers.all("access-control-allow-origin")).containsExactly("https://app.example");
    }

    private Instant now() {
        return Instant.EPOCH.plusNanos(transport.loops().getFirst().nanoTime());
    }

    private int refusal(String path, String... headers) {
        try (var client = transport.connect(path, headers)) {
            throw new AssertionError("connected with the subprotocol " + client.subprotocol());
        } catch (HandshakeRefusedException refused) {
            return refused.response().status();
        }
    }

    private static Optional<Principal> byHeader(Request request) {
        return request.header("x-user")
                .map(user -> Principal.of(user).expiringAt(Instant.EPOCH.plus(Duration.ofMinutes(5))));
    }
}
