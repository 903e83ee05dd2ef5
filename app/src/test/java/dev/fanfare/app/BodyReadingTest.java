package dev.fanfare.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.fanfare.core.session.SessionSettings;
import dev.fanfare.model.http.HttpResponse;
import dev.fanfare.model.monitoring.MemoryKind;
import dev.fanfare.testkit.client.RawHttp;
import dev.fanfare.testkit.client.RawResponse;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** When the body of a request is read: after guards, routing and middleware. */
class BodyReadingTest {
    private static final String UNFINISHED = "Content-Length: 60000";

    private final TestApp test = new TestApp();

    @AfterEach
    void stop() {
        test.close();
    }

    @Test
    void unfinishedBody_refusedBeforeHandler_isAnsweredAtOnce() {
        test.app()
                .guard(request -> Optional.of(HttpResponse.text(403, "guarded"))
                        .filter(refusal -> request.path().equals("/guarded")));
        test.app().route("/private", routes -> {
            routes.use((request, next) -> {
                throw new RequestRefusedException(401, "sign in");
            });
            routes.post("/form", request -> HttpResponse.text(200, request.text()));
        });
        test.app().post("/ignored", request -> HttpResponse.text(200, "ignored"));

        assertThat(begin("POST /unknown").status()).isEqualTo(404);
        assertThat(begin("POST /guarded").status()).isEqualTo(403);
        assertThat(begin("POST /private/form").status()).isEqualTo(401);
        assertThat(begin("PUT /private/form").status()).isEqualTo(401);
        assertThat(begin("PUT /ignored").status()).isEqualTo(405);
        assertThat(begin("POST /ignored").text()).isEqualTo("ignored");
    }

    @Test
    void bodyLimit_ofRoute_replacesThatOfTransport() {
        test.app().post("/small", 3, request -> HttpResponse.text(200, request.text()));
        test.app().post("/large", 200_000, request -> HttpResponse.text(200, "" + request.bytes().length));
        test.app().post("/usual", request -> HttpResponse.text(200, "" + request.bytes().length));

        assertThat(Bodies.send(test, "POST /small", "text/plain", "abc").text()).isEqualTo("abc");
        assertThat(Bodies.send(test, "POST /small", "text/plain", "abcd").status())
                .isEqualTo(413);
        var tooLong = "x".repeat(200_000);
        assertThat(Bodies.send(test, "POST /large", "text/plain", tooLong).text())
                .isEqualTo("200000");
        assertThat(Bodies.send(test, "POST /usual", "text/plain", tooLong).status())
                .isEqualTo(413);
        assertThatThrownBy(() -> test.app().post("/none", -1, request -> HttpResponse.text(200, "")))
                .hasMessage("maxBodyBytes must be 0 or more, got -1");
    }

    @Test
    void body_refused_passesThroughMiddleware() {
        test.app().use((request, next) -> next.proceed(request).with("x-outer", "seen"));
        test.app().post("/small", 3, request -> HttpResponse.text(200, request.text()));

        var refusal = Bodies.send(test, "POST /small", "text/plain", "abcd");
        assertThat(refusal.text()).isEqualTo("the request body is longer than 3 bytes");
        assertThat(refusal.header("x-outer")).isEqualTo("seen");
    }

    @Test
    void body_withoutMemory_isRefusedWithRetryAfter() {
        var settings = TestApp.settings(TestApp.PATIENT, SessionSettings.DEFAULTS.outboxMaxBytes());
        try (var full = new TestApp(settings.withMemoryLimit(MemoryKind.BODIES, 10_000))) {
            full.app().post("/", request -> HttpResponse.text(200, request.text()));

            var refusal = Bodies.send(full, "POST /", "text/plain", "x".repeat(50_000));

            assertThat(refusal.status()).isEqualTo(503);
            assertThat(refusal.header("retry-after")).isEqualTo("1");
        }
    }

    @Test
    void refusal_withResponse_hasItsHeaderFields() {
        var response = HttpResponse.text(503, "later").with("retry-after", "7");
        test.app().get("/", request -> {
            throw new RequestRefusedException(response);
        });
        test.app().websocket("/socket", ws -> {
            throw new RequestRefusedException(response);
        });

        assertThat(test.request("GET /").header("retry-after")).isEqualTo("7");
        assertThat(test.refused("/socket").header("retry-after")).isEqualTo("7");
        assertThatThrownBy(() -> new RequestRefusedException(HttpResponse.text(200, "")))
                .hasMessage("the status of a refusal must be between 400 and 599, got 200");
    }

    @Test
    void body_readByMiddleware_isTheSameForTheHandler() {
        test.app().use((request, next) -> next.proceed(request).with("x-length", "" + request.bytes().length));
        test.app().post("/echo", request -> HttpResponse.text(200, request.text() + request.text()));

        var response = Bodies.send(test, "POST /echo", "text/plain", "ab");
        assertThat(response.text()).isEqualTo("abab");
        assertThat(response.header("x-length")).isEqualTo("2");
    }

    @Test
    void expectContinue_isAnsweredWhenTheHandlerReads() {
        test.app().post("/echo", request -> HttpResponse.text(200, request.text()));
        try (var http = RawHttp.connect(test.address())) {
            http.send(RawHttp.request("POST /echo", "Content-Length: 2", "Expect: 100-continue"));
            assertThat(http.read().status()).isEqualTo(100);
            http.send("hi");

            assertThat(http.read().text()).isEqualTo("hi");
        }
    }

    @Test
    void body_ofMountedProtocol_isReadByTheProtocol() {
        test.app().use((request, next) -> next.proceed(request).with("x-outer", "seen"));
        test.app()
                .mount((node, channels) -> Map.of(
                        "/protocol",
                        exchange -> exchange.readBody(
                                3, body -> exchange.respond(HttpResponse.text(200, body.length + " bytes")))));

        assertThat(Bodies.send(test, "POST /protocol", "text/plain", "abc").text())
                .isEqualTo("3 bytes");
        var refusal = Bodies.send(test, "POST /protocol", "text/plain", "abcd");
        assertThat(refusal.status()).isEqualTo(413);
        assertThat(refusal.header("x-outer")).isEqualTo("seen");
    }

    private RawResponse begin(String methodAndPath) {
        try (var http = RawHttp.connect(test.address())) {
            http.send(RawHttp.request(methodAndPath, UNFINISHED) + "x");
            return http.read();
        }
    }
}
