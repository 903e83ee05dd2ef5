package dev.fanfare.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.fanfare.app.security.CookieSessions;
import dev.fanfare.app.security.Login;
import dev.fanfare.app.security.SessionDenylist;
import dev.fanfare.model.http.HttpResponse;
import dev.fanfare.testkit.client.Handshake;
import dev.fanfare.testkit.client.RawHttp;
import dev.fanfare.testkit.client.RawResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class CookieSessionsTest {
    private static final byte[] KEY = "0123456789abcdef0123456789abcdef".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] OLDER_KEY = "an older key of thirty-two bytes".getBytes(StandardCharsets.US_ASCII);

    private final TestApp test = new TestApp();
    private final AtomicReference<Instant> now = new AtomicReference<>(Instant.parse("2026-11-25T12:00:00Z"));

    @AfterEach
    void stop() {
        test.close();
    }

    @Test
    void session_isRestoredFromTheCookie() {
        serve(sessions());

        var set = test.request("GET /put?name=a&value=caf%C3%A9");
        assertThat(set.header("set-cookie"))
                .startsWith("fanfare_session=")
                .endsWith("; Path=/; Max-Age=1209600; HttpOnly; SameSite=Lax");
        var got = test.request("GET /get?name=a", "Cookie: " + cookie(set));
        assertThat(got.text()).isEqualTo("caf\u00e9");
        assertThat(got.header("set-cookie")).isEmpty();
    }

    @Test
    void cookie_isSecureExceptForLocalhost() {
        serve(sessions());
        test.app().route("/always", routes -> {
            routes.use(sessions().secure(CookieSessions.Secure.ALWAYS).named("always"));
            putAndGet(routes);
        });

        assertThat(withHost("/put?name=a&value=b", "example.com:8000")).endsWith("; SameSite=Lax; Secure");
        assertThat(withHost("/put?name=a&value=b", "localhost.example.com")).endsWith("; Secure");
        assertThat(withHost("/put?name=a&value=b", "127.0.0.1:8000")).endsWith("; SameSite=Lax");
        assertThat(withHost("/always/put?name=a&value=b", "localhost"))
                .startsWith("__Host-always=")
                .endsWith("; Secure");
    }

    @Test
    void forgedOrRenamedCookie_isIgnored() {
        serve(sessions());
        var cookie = cookie(test.request("GET /put?name=a&value=b"));
        var parts = cookie.substring(cookie.indexOf('=') + 1).split("\\.", -1);
        var forged = Base64.getUrlEncoder().encodeToString("{\"a\":\"c\"}".getBytes(StandardCharsets.UTF_8));

        assertThat(get(cookie)).isEqualTo("b");
        assertThat(getParts(parts[0], parts[1], parts[2], parts[3])).isEqualTo("b");
        assertThat(getParts(forged, parts[1], parts[2], parts[3])).isEqualTo("none");
        assertThat(getParts(parts[0], "" + (Long.parseLong(parts[1]) + 1), parts[2], parts[3]))
                .isEqualTo("none");
        assertThat(getParts(parts[0], parts[1], "A" + parts[2], parts[3])).isEqualTo("none");
        assertThat(getParts(parts[0], parts[1], parts[2], "")).isEqualTo("none");
        assertThat(getParts(parts[0], parts[1], parts[2])).isEqualTo("none");
        assertThat(getParts("", "", "", "")).isEqualTo("none");
        assertThat(getParts("%%", "%%", "%%", "%%")).isEqualTo("none");
        assertThat(get("fanfare_session=")).isEqualTo("none");
        test.app().route("/other", routes -> {
            routes.use(sessions().named("other"));
            putAndGet(routes);
        });
        var otherName = cookie.replace("fanfare_session=", "other=");
        assertThat(test.request("GET /other/get?name=a", "Cookie: " + otherName).text())
                .isEqualTo("none");
    }

    @Test
    void session_expires() {
        serve(sessions().lasting(Duration.ofMinutes(10)));
        var cookie = cookie(test.request("GET /put?name=a&value=b"));

        now.set(now.get().plusSeconds(599));
        assertThat(get(cookie)).isEqualTo("b");
        now.set(now.get().plusSeconds(1));
        assertThat(get(cookie)).isEqualTo("none");
        now.set(now.get().minusSeconds(700));
        assertThat(get(cookie)).as("written in the future").isEqualTo("none");
    }

    @Test
    void put_ofAnEqualValue_extendsTheSession() {
        serve(sessions().lasting(Duration.ofMinutes(10)));
        var cookie = cookie(test.request("GET /put?name=a&value=b"));

        now.set(now.get().plusSeconds(500));
        var again = test.request("GET /put?name=a&value=b", "Cookie: " + cookie);
        now.set(now.get().plusSeconds(500));

        assertThat(get(cookie(again))).isEqualTo("b");
    }

    @Test
    void ageBeyondTheBrowserLimit_isRejected() {
        var longest = sessions().lasting(Duration.ofDays(400));
        assertThatThrownBy(() -> longest.lasting(ChronoUnit.FOREVER.getDuration()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("between 1 second and 400 days");
        assertThatThrownBy(() -> longest.lasting(Duration.ofMillis(999))).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void keys_canBeRotated() {
        serve(CookieSessions.signedBy(OLDER_KEY).clock(now::get));
        test.app().route("/new", routes -> {
            routes.use(CookieSessions.signedBy(KEY, OLDER_KEY).clock(now::get));
            putAndGet(routes);
        });
        var old = cookie(test.request("GET /put?name=a&value=b"));

        assertThat(test.request("GET /new/get?name=a", "Cookie: " + old).text()).isEqualTo("b");
        var renewed = cookie(test.request("GET /new/put?name=c&value=d", "Cookie: " + old));
        assertThat(get(renewed)).as("by the old key alone").isEqualTo("none");
    }

    @Test
    void invalidate_removesTheCookie() {
        serve(sessions());
        test.app().get("/end", request -> {
            request.session().invalidate();
            try {
                request.session().put("a", "b");
                return HttpResponse.text(200, "put");
            } catch (IllegalStateException ended) {
                return HttpResponse.text(200, "" + ended.getMessage());
            }
        });
        var cookie = cookie(test.request("GET /put?name=a&value=b"));

        var response = test.request("GET /end", "Cookie: " + cookie);
        assertThat(response.header("set-cookie")).startsWith("fanfare_session=; Path=/; Max-Age=0;");
        assertThat(response.text()).contains("invalidated");
        assertThat(test.request("GET /end").header("set-cookie"))
                .as("of no session")
                .isEmpty();
    }

    @Test
    void oversizedSession_isRejectedWithItsSize() {
        serve(sessions());
        test.app().get("/large", request -> {
            try {
                request.session().put("large", "x".repeat(3000));
                return HttpResponse.text(200, "put");
            } catch (IllegalArgumentException tooLarge) {
                return HttpResponse.text(200, "" + tooLarge.getMessage());
            }
        });

        var response = test.request("GET /large");
        assertThat(response.text())
                .contains("3584", "'large' with 3000 characters")
                .doesNotContain("xx");
        assertThat(response.header("set-cookie")).isEmpty();
    }

    @Test
    void oversizedValue_ofTheClient_isABadRequest() {
        serve(sessions());
        test.app().post("/login", request -> {
            Login.login(request, Principal.of(request.text()));
            return HttpResponse.text(200, "welcome");
        });

        var refused = test.server().post("/login", "x".repeat(3000));
        assertThat(refused.status()).isEqualTo(400);
        assertThat(refused.header("set-cookie")).isEmpty();
    }

    @Test
    void secureCookie_ofAnotherHost_isIgnored() {
        serve(sessions().secure(CookieSessions.Secure.ALWAYS));
        var own = cookie(test.request("GET /put?name=a&value=b"));
        assertThat(own).startsWith("__Host-fanfare_session=");

        assertThat(get(own)).isEqualTo("b");
        assertThat(get(own.substring("__Host-".length()))).isEqualTo("none");
    }

    @Test
    void signOut_revokesCopiesOfTheCookie() {
        serve(sessions().revocable(new EndlessDenylist()));
        test.app().get("/end", request -> {
            request.session().invalidate();
            return HttpResponse.text(200, "ended");
        });
        var cookie = cookie(test.request("GET /put?name=a&value=b"));
        var extended = cookie(test.request("GET /put?name=c&value=d", "Cookie: " + cookie));
        assertThat(get(cookie)).isEqualTo("b");

        test.request("GET /end", "Cookie: " + extended);

        assertThat(get(extended)).isEqualTo("none");
        assertThat(get(cookie)).as("an older cookie of the session").isEqualTo("none");
    }

    @Test
    void clear_changesTheId_andRevokesThePreviousOne() {
        serve(sessions().revocable(new EndlessDenylist()));
        test.app()
                .get("/id", request -> HttpResponse.text(200, request.session().id()));
        test.app().get("/clear", request -> {
            request.session().clear();
            request.session().put("a", "b");
            return HttpResponse.text(200, request.session().id());
        });
        var cookie = cookie(test.request("GET /put?name=a&value=b"));
        var id = test.request("GET /id", "Cookie: " + cookie).text();

        var cleared = test.request("GET /clear", "Cookie: " + cookie);

        assertThat(cleared.text()).isNotEqualTo(id).hasSize(22);
        assertThat(test.request("GET /id", "Cookie: " + cookie(cleared)).text()).isEqualTo(cleared.text());
        assertThat(get(cookie)).isEqualTo("none");
    }

    @Test
    void entriesOfTheDenylist_outliveTheSession() {
        var denylist = new EndlessDenylist();
        serve(sessions().lasting(Duration.ofMinutes(10)).revocable(denylist));
        test.app().get("/end", request -> {
            request.session().invalidate();
            return HttpResponse.text(200, "ended");
        });

        test.request("GET /end", "Cookie: " + cookie(test.request("GET /put?name=a&value=b")));

        assertThat(denylist.revoked.values())
                .singleElement()
                .satisfies(until -> assertThat(until).isAfter(now.get().plus(Duration.ofMinutes(10))));
    }

    @Test
    void failingDenylist_failsTheRequest() {
        serve(sessions().revocable(new EndlessDenylist() {
            @Override
            public boolean contains(String id) {
                throw new IllegalStateException("the store is unavailable");
            }
        }));
        var cookie = cookie(test.request("GET /put?name=a&value=b"));

        assertThat(test.request("GET /get?name=a", "Cookie: " + cookie).status())
                .isEqualTo(500);
    }

    @Test
    void changeBeforeAccept_setsTheCookieInThe101() {
        BlockingQueue<String> outcomes = new LinkedBlockingQueue<>();
        test.app().use(sessions());
        putAndGet(test.app());
        test.app().websocket("/ws", ws -> {
            var seen = ws.session().get("a").orElse("none");
            ws.session().put("a", "ws");
            ws.accept();
            try {
                ws.session().put("a", "too late");
            } catch (IllegalStateException sealed) {
                outcomes.add(seen + ", " + sealed.getMessage());
            }
        });
        var cookie = cookie(test.request("GET /put?name=a&value=b"));
        try (var http = RawHttp.connect(test.address())) {
            http.send(Handshake.request("/ws", "Cookie: " + cookie));
            var response = http.read();

            assertThat(response.status()).isEqualTo(101);
            assertThat(get(cookie(response))).isEqualTo("ws");
            assertThat(TestApp.next(outcomes)).startsWith("b, the session cannot change");
        }
    }

    @Test
    void rejectedHandshake_setsTheCookie() {
        test.app().use(sessions());
        test.app().use((request, next) -> {
            request.session().put("a", "refused");
            return HttpResponse.text(403, "not in");
        });
        putAndGet(test.app());
        test.app().websocket("/ws", ws -> {});

        assertThat(test.refused("/ws").header("set-cookie")).startsWith("fanfare_session=ey");
    }

    @Test
    void invalidName_isRejected() {
        assertThatThrownBy(() -> sessions().named("__Host-shop")).hasMessageContaining("'__Host-shop'");
        assertThatThrownBy(() -> sessions().named("a=b")).hasMessageContaining("'a=b'");
        assertThatThrownBy(() -> sessions().lasting(Duration.ZERO)).hasMessageContaining("PT0S");
    }

    @Test
    void shortKey_isRejected() {
        assertThatThrownBy(() -> CookieSessions.signedBy(new byte[31]))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("at least 32 bytes, got 31");
        assertThatThrownBy(() -> CookieSessions.signedBy(KEY, new byte[1])).hasMessageContaining("got 1");
    }

    /** Keeps everything. */
    private static class EndlessDenylist implements SessionDenylist {
        private final Map<String, Instant> revoked = new ConcurrentHashMap<>();

        @Override
        public void add(String id, Instant until) {
            revoked.put(id, until);
        }

        @Override
        public boolean contains(String id) {
            return revoked.containsKey(id);
        }
    }

    private CookieSessions sessions() {
        return CookieSessions.signedBy(KEY).clock(now::get);
    }

    private void serve(CookieSessions sessions) {
        test.app().use(sessions);
        putAndGet(test.app());
    }

    private static void putAndGet(Routes routes) {
        routes.get("/put", request -> {
            request.session()
                    .put(
                            request.query("name").orElseThrow(),
                            request.query("value").orElseThrow());
            return HttpResponse.text(200, "put");
        });
        routes.get(
                "/get",
                request -> HttpResponse.text(
                        200,
                        request.session()
                                .get(request.query("name").orElseThrow())
                                .orElse("none")));
    }

    private String get(String cookie) {
        return test.request("GET /get?name=a", "Cookie: " + cookie).text();
    }

    private String getParts(String... parts) {
        return get("fanfare_session=" + String.join(".", parts));
    }

    private String withHost(String path, String host) {
        try (var http = RawHttp.connect(test.address())) {
            http.send("GET " + path + " HTTP/1.1\r\nHost: " + host + "\r\n\r\n");
            return http.read().header("set-cookie");
        }
    }

    private static String cookie(RawResponse response) {
        return response.header("set-cookie").split(";", 2)[0];
    }
}
