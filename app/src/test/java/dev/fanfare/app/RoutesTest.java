package dev.fanfare.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.fanfare.model.http.HttpResponse;
import java.io.IOException;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Routing of requests: missing routes and methods, guards, origins, and channel names. */
class RoutesTest {
    private static final String LISTED = "https://Listed.example";

    private final TestApp test =
            new TestApp(TestApp.settings(TestApp.PATIENT, 1 << 20).withAllowedOrigins(Set.of(LISTED)));

    RoutesTest() {
        var app = test.app();
        app.websocket("/ws", ws -> ws.send("in"));
        app.get("/page/{name}", request -> HttpResponse.text(200, "page " + request.path("name")));
        app.get("/fixed", HttpResponse.text(200, "fixed"));
        app.post("/form", request -> HttpResponse.text(201, "took " + request.bytes().length));
        app.get("/refused", request -> {
            throw new RequestRefusedException(451, "not here");
        });
        app.get("/bug", request -> {
            throw new IOException("on purpose");
        });
    }

    @AfterEach
    void stop() {
        test.close();
    }

    @Test
    void get_isAnsweredByItsRoute() {
        assertThat(test.request("GET /page/a%20b?c").text()).isEqualTo("page a b");
        assertThat(test.request("GET /fixed").text()).isEqualTo("fixed");
        assertThat(test.request("POST /form", "Content-Length: 0").status()).isEqualTo(201);
    }

    @Test
    void head_isAnsweredLikeGetWithoutBody() {
        var response = test.request("HEAD /page/x");

        assertThat(response.status()).isEqualTo(200);
        assertThat(response.header("content-length")).isEqualTo("6");
    }

    @Test
    void handlersRefusalOrFailure_isAnsweredWithItsStatus() {
        assertThat(test.request("GET /refused").status()).isEqualTo(451);
        assertThat(test.request("GET /bug").status()).isEqualTo(500);
        assertThat(test.request("GET /bug").text()).doesNotContain("on purpose");
    }

    @Test
    void unknownPath_is404() {
        assertThat(test.request("GET /unknown").status()).isEqualTo(404);
        assertThat(test.request("GET /page/").status()).isEqualTo(404);
        assertThat(test.request("GET /page/a/b").status()).isEqualTo(404);
        assertThat(test.request("GET /page/%zz").status()).isEqualTo(404);
        assertThat(test.refused("/unknown").status()).isEqualTo(404);
    }

    @Test
    void otherMethod_is405WithTheAllowedOnes() {
        var response = test.request("DELETE /fixed");

        assertThat(response.status()).isEqualTo(405);
        assertThat(response.header("allow")).isEqualTo("GET, HEAD, OPTIONS");
        assertThat(test.request("GET /form").header("allow")).isEqualTo("OPTIONS, POST");
    }

    @Test
    void webSocketPath_withoutUpgrade_is426() {
        var response = test.request("GET /ws");

        assertThat(response.status()).isEqualTo(426);
        assertThat(response.header("upgrade")).isEqualTo("websocket");
    }

    @Test
    void guard_runsFirstForRequestsAndSockets() {
        test.app()
                .guard(request -> request.headers().first("x-key").isPresent()
                        ? Optional.empty()
                        : Optional.of(HttpResponse.text(403, "no key")));

        assertThat(test.request("GET /fixed").status()).isEqualTo(403);
        assertThat(test.request("GET /unknown").status()).isEqualTo(403);
        assertThat(test.refused("/ws").text()).isEqualTo("no key");
        assertThat(test.request("GET /fixed", "X-Key: 1").status()).isEqualTo(200);
        try (var client = test.open("/ws", "X-Key: 1")) {
            assertThat(client.receiveText()).isEqualTo("in");
        }
    }

    @Test
    void guard_failing_rejectsAllRequests() {
        test.app().guard(request -> {
            throw new IllegalStateException("on purpose");
        });

        assertThat(test.request("GET /fixed").status()).isEqualTo(500);
        assertThat(test.refused("/ws").status()).isEqualTo(500);
    }

    @Test
    void origin_thatIsAbsentOrTheSameHostOrListed_passes() {
        for (var origin : new String[] {
            "Origin: http://localhost", "Origin: https://LOCALHOST", "Origin: http://localhost:80", "Origin: " + LISTED
        }) {
            try (var client = test.open("/ws", origin)) {
                assertThat(client.receiveText()).as(origin).isEqualTo("in");
            }
        }
    }

    @Test
    void origin_thatIsForeign_is403() {
        for (var origin : new String[] {
            "http://evil.example",
            "http://localhost:81",
            "http://localhost.evil.example",
            "http://evil.example/localhost",
            "http://user@localhost",
            "https://listed.example:8443",
            "null",
            "",
            "nonsense origin"
        }) {
            assertThat(test.refused("/ws", "Origin: " + origin).status())
                    .as(origin)
                    .isEqualTo(403);
        }
        assertThat(test.refused("/ws", "Origin: http://localhost", "Origin: http://evil.example")
                        .status())
                .isEqualTo(403);
    }

    @Test
    void channelName_invalid_isRejectedWithReason() {
        var app = test.app();

        assertThatThrownBy(() -> app.channel(""))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("1 to 255");
        assertThatThrownBy(() -> app.channel("x".repeat(256))).hasMessageContaining("256");
        assertThatThrownBy(() -> app.channel("a\u0000b")).hasMessageContaining("U+0000 at index 1");
        assertThat(app.channel("x".repeat(255)).name()).hasSize(255);
        assertThat(app.channel("caf\u00e9 / #1").name()).isEqualTo("caf\u00e9 / #1");
    }

    @Test
    void route_thatIsMalformed_isRefusedAtOnce() {
        var app = test.app();

        assertThatThrownBy(() -> app.websocket("no/slash", ws -> {})).hasMessageContaining("no/slash");
        assertThatThrownBy(() -> app.websocket("/{a}/{a}", ws -> {})).hasMessageContaining("duplicate");
        assertThatThrownBy(() -> app.websocket("/x{a}", ws -> {})).hasMessageContaining("{name}");
    }

    @Test
    void route_thatIsThereAlready_isRefused() {
        test.app().get("/a/{id}", request -> HttpResponse.text(200, "first"));
        test.app().post("/a/{id}", request -> HttpResponse.text(200, "another method"));
        test.app().websocket("/a/{id}", ws -> ws.send("in"));

        assertThatThrownBy(() -> test.app().get("/a/{id}", request -> HttpResponse.text(200, "second")))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("/a/{id}");
        assertThatThrownBy(() -> test.app().socketHandler("/a/{id}", () -> new SocketHandler() {}))
                .isInstanceOf(IllegalStateException.class);
    }
}
