package dev.fanfare.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.fanfare.app.security.Authentication;
import dev.fanfare.app.security.CookieSessions;
import dev.fanfare.app.security.Login;
import dev.fanfare.model.http.HttpResponse;
import dev.fanfare.testkit.client.Handshake;
import dev.fanfare.testkit.client.RawHttp;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class AuthenticationTest {
    private static final Instant NOW = Instant.parse("2026-11-25T12:00:00Z");
    private static final byte[] KEY = "0123456789abcdef0123456789abcdef".getBytes(StandardCharsets.US_ASCII);

    private final TestApp test = new TestApp();
    private final AtomicReference<Instant> time = new AtomicReference<>(NOW);

    @AfterEach
    void stop() {
        test.close();
    }

    @Test
    void require_withoutAPrincipal_responds401WithAChallenge() {
        test.app().use(byHeader().require());
        addRoutes();

        var response = test.request("GET /user");
        assertThat(response.status()).isEqualTo(401);
        assertThat(response.header("www-authenticate")).isEqualTo("Session");
        assertThat(response.text()).isEqualTo("authentication required");
        assertThat(test.refused("/ws").status()).isEqualTo(401);
        assertThat(test.request("GET /user", "X-User: ann").text()).isEqualTo("ann");
        try (var client = test.open("/ws", "X-User: ann")) {
            assertThat(client.receiveText()).isEqualTo("ann");
        }
    }

    @Test
    void optional_withoutAPrincipal_proceeds() {
        test.app().use(byHeader().optional());
        addRoutes();

        assertThat(test.request("GET /user").text()).isEqualTo("anonymous");
        assertThat(test.request("GET /user", "X-User: ann").text()).isEqualTo("ann");
    }

    @Test
    void principal_ofEarlierMiddleware_isKept() {
        test.app().use(byHeader().optional());
        test.app().use(Authentication.by(request -> Optional.empty()).require());
        addRoutes();

        assertThat(test.request("GET /user", "X-User: ann").text()).isEqualTo("ann");
        assertThat(test.request("GET /user").status()).isEqualTo(401);
    }

    @Test
    void expiredPrincipal_isIgnored() {
        test.app()
                .use(Authentication.by(
                                request -> Optional.of(Principal.of("ann").expiringAt(NOW)))
                        .clock(time::get)
                        .require());
        addRoutes();

        assertThat(test.request("GET /user").status()).isEqualTo(401);
    }

    @Test
    void login_isKeptInTheSessionUntilLogout() {
        addLogin();
        var before = cookie("GET /put");

        var cookie = cookie("GET /login?user=ann", "Cookie: " + before);
        assertThat(test.request("GET /user", "Cookie: " + cookie).text()).isEqualTo("ann");
        assertThat(test.request("GET /session", "Cookie: " + cookie).text())
                .as("what the session held before")
                .doesNotContain("basket");
        var ended = test.request("GET /logout", "Cookie: " + cookie).header("set-cookie");
        assertThat(ended).contains("Max-Age=0");
        assertThat(test.request("GET /user").text()).isEqualTo("anonymous");
    }

    @Test
    void login_duringAHandshake_setsACookieInThe101() {
        addLogin();
        test.app().websocket("/login-ws", ws -> {
            Login.login(ws.request(), Principal.of("ann"));
            ws.accept();
        });

        try (var http = RawHttp.connect(test.address())) {
            http.send(Handshake.request("/login-ws"));
            var cookie = http.read().header("set-cookie").split(";", 2)[0];
            assertThat(test.request("GET /user", "Cookie: " + cookie).text()).isEqualTo("ann");
        }
    }

    @Test
    void principalExpiringWhileConnected_closesWith3005() {
        test.app().use(expiring().require());
        addRoutes();

        try (var client = test.open("/ws")) {
            assertThat(client.receiveText()).isEqualTo("ann");
            expire();
            var close = client.closeBack();
            assertThat(close.closeCode()).isEqualTo(3005);
            assertThat(close.closeReason()).isEqualTo("connection expired");
        }
    }

    @Test
    void renewedPrincipal_keepsTheConnection() {
        BlockingQueue<String> renewals = new LinkedBlockingQueue<>();
        test.app()
                .use(expiring()
                        .renewedBy((request, expired) -> {
                            renewals.add(expired.user() + " " + request.route() + " "
                                    + Thread.currentThread().isVirtual());
                            return Optional.of(new Principal("ann", "Ann again", Map.of(), null));
                        })
                        .require());
        test.app().websocket("/ws", ws -> {
            for (var text : ws.textMessages()) {
                ws.send(text + ws.principal().map(Principal::name).orElse("anonymous"));
            }
        });

        try (var client = test.open("/ws")) {
            client.send("before ");
            assertThat(client.receiveText()).isEqualTo("before ann");
            expire();
            assertThat(TestApp.next(renewals)).isEqualTo("ann /ws true");
            await().until(() -> {
                client.send("");
                return client.receiveText().equals("Ann again");
            });
        }
    }

    @Test
    void renewal_thatFailsOrReturnsAnExpiredPrincipal_closesWith3005() {
        test.app().route("/fails", routes -> {
            routes.use(expiring()
                    .renewedBy((request, expired) -> {
                        throw new IllegalStateException("on purpose");
                    })
                    .require());
            routes.websocket("", ws -> greet(ws));
        });
        test.app().route("/old", routes -> {
            routes.use(expiring()
                    .renewedBy((request, expired) -> Optional.of(expired))
                    .require());
            routes.websocket("", ws -> greet(ws));
        });

        for (var path : new String[] {"/fails", "/old"}) {
            time.set(NOW);
            try (var client = test.open(path)) {
                assertThat(client.receiveText()).isEqualTo("ann");
                expire();
                assertThat(client.closeBack().closeCode()).as(path).isEqualTo(3005);
            }
        }
    }

    /** A principal whose timer ends soon; the clock of the test decides when it has expired. */
    private Authentication expiring() {
        return Authentication.by(request -> Optional.of(Principal.of("ann").expiringAt(NOW.plusMillis(50))))
                .clock(time::get);
    }

    private void expire() {
        time.set(NOW.plusSeconds(1));
    }

    private static Authentication byHeader() {
        return Authentication.by(request -> request.header("x-user").map(Principal::of));
    }

    private void addLogin() {
        test.app().use(CookieSessions.signedBy(KEY));
        test.app().use(Authentication.by(Login.authenticator()).optional());
        addRoutes();
        test.app().get("/put", request -> {
            request.session().put("basket", "tea");
            return HttpResponse.text(200, "put");
        });
        test.app()
                .get(
                        "/session",
                        request -> HttpResponse.text(200, "" + request.session().values()));
        test.app().get("/login", request -> {
            Login.login(request, Principal.of(request.query("user").orElseThrow()));
            return HttpResponse.text(200, "in");
        });
        test.app().get("/logout", request -> {
            Login.logout(request);
            return HttpResponse.text(200, "out");
        });
    }

    private void addRoutes() {
        test.app().get("/user", request -> HttpResponse.text(200, user(request.principal())));
        test.app().websocket("/ws", ws -> greet(ws));
    }

    private static void greet(WebSocket ws) {
        ws.send(user(ws.principal()));
        ws.receive();
    }

    private static String user(Optional<Principal> principal) {
        return principal.map(Principal::user).orElse("anonymous");
    }

    private String cookie(String methodAndPath, String... headers) {
        return test.request(methodAndPath, headers).header("set-cookie").split(";", 2)[0];
    }
}
