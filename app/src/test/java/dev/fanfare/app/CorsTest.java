package dev.fanfare.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.fanfare.app.security.Authentication;
import dev.fanfare.app.security.Cors;
import dev.fanfare.model.http.HttpResponse;
import dev.fanfare.testkit.client.RawResponse;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class CorsTest {
    private static final String PAGE = "Origin: https://app.example";
    private static final String STRANGER = "Origin: https://evil.example";
    private static final String ASKS_FOR_PUT = "Access-Control-Request-Method: PUT";

    private final TestApp test = new TestApp();

    CorsTest() {
        test.app().route("/api", routes -> {
            routes.use(Cors.allow("https://app.example")
                    .withCredentials()
                    .exposing("X-Count")
                    .maxAge(Duration.ofHours(1)));
            routes.use(Authentication.by(request -> request.header("x-user").map(Principal::of))
                    .require());
            routes.put("/thing", request -> HttpResponse.text(200, "put"));
            routes.get("/thing", request -> HttpResponse.text(200, "got"));
            routes.websocket("/ws", ws -> ws.send("in"));
        });
        test.app().route("/open", routes -> {
            routes.use(Cors.allow("*"));
            routes.get("", request -> HttpResponse.text(200, "got"));
        });
    }

    @AfterEach
    void stop() {
        test.close();
    }

    @Test
    void preflight_ofAnAllowedOrigin_needsNoAuthentication() {
        var answer =
                test.request("OPTIONS /api/thing", PAGE, ASKS_FOR_PUT, "Access-Control-Request-Headers: Content-Type");

        assertThat(answer.status()).isEqualTo(204);
        assertThat(header(answer, "access-control-allow-origin")).contains("https://app.example");
        assertThat(header(answer, "access-control-allow-credentials")).contains("true");
        assertThat(header(answer, "access-control-allow-methods"))
                .hasValueSatisfying(methods -> assertThat(methods).contains("PUT"));
        assertThat(header(answer, "access-control-allow-headers")).contains("content-type, authorization");
        assertThat(header(answer, "access-control-max-age")).contains("3600");
        assertThat(header(answer, "vary")).contains("origin");
    }

    @Test
    void preflight_thatIsNotAllowed_is403() {
        var stranger = test.request("OPTIONS /api/thing", STRANGER, ASKS_FOR_PUT);
        var method = test.request("OPTIONS /api/thing", PAGE, "Access-Control-Request-Method: TRACE");
        var field = test.request("OPTIONS /api/thing", PAGE, ASKS_FOR_PUT, "Access-Control-Request-Headers: x-secret");

        assertThat(stranger.status()).isEqualTo(403);
        assertThat(method.status()).isEqualTo(403);
        assertThat(field.status()).isEqualTo(403);
        assertThat(field.text()).contains("x-secret");
        for (var refused : List.of(stranger, method, field)) {
            assertThat(header(refused, "access-control-allow-origin")).isEmpty();
        }
    }

    @Test
    void response_isReadableByAllowedOriginsOnly() {
        var read = test.request("GET /api/thing", PAGE, "X-User: ann");
        var refused = test.request("GET /api/thing", PAGE);
        var hidden = test.request("GET /api/thing", STRANGER, "X-User: ann");

        assertThat(read.status()).isEqualTo(200);
        assertThat(header(read, "access-control-allow-origin")).contains("https://app.example");
        assertThat(header(read, "access-control-expose-headers")).contains("x-count");
        assertThat(refused.status()).isEqualTo(401);
        assertThat(header(refused, "access-control-allow-origin")).contains("https://app.example");
        assertThat(hidden.status()).isEqualTo(200);
        assertThat(header(hidden, "access-control-allow-origin")).isEmpty();
        assertThat(header(hidden, "vary")).contains("origin");
    }

    @Test
    void sameHostWithAnotherScheme_isNotAllowed() {
        var plain = "Origin: http://localhost";

        var hidden = test.request("GET /api/thing", plain, "X-User: ann");
        assertThat(header(hidden, "access-control-allow-origin")).isEmpty();
        assertThat(header(hidden, "access-control-allow-credentials")).isEmpty();
        assertThat(test.request("OPTIONS /api/thing", plain, ASKS_FOR_PUT).status())
                .isEqualTo(403);
    }

    @Test
    void response_forAllOrigins_hasAWildcard() {
        var read = test.request("GET /open", STRANGER);

        assertThat(header(read, "access-control-allow-origin")).contains("*");
        assertThat(header(read, "access-control-allow-credentials")).isEmpty();
        assertThat(header(read, "vary")).isEmpty();
    }

    @Test
    void optionsWithoutPreflight_reachesTheRoute() {
        var answer = test.request("OPTIONS /open");

        assertThat(answer.status()).isEqualTo(200);
        assertThat(header(answer, "allow")).contains("GET, HEAD, OPTIONS");
    }

    @Test
    void invalidNames_areRejected() {
        var cors = Cors.allow("https://app.example");
        assertThatThrownBy(() -> cors.methods("GET\n")).hasMessageContaining("must be a token");
        assertThatThrownBy(() -> cors.headers("a, b")).hasMessageContaining("'a, b'");
        assertThatThrownBy(() -> cors.exposing("")).hasMessageContaining("must be a token");
        assertThatThrownBy(() -> cors.maxAge(Duration.ofSeconds(-1))).hasMessageContaining("must not be negative");
    }

    @Test
    void credentials_forAllOrigins_areRejected() {
        assertThatThrownBy(() -> Cors.allow("*").withCredentials())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("list the origins");
    }

    private static Optional<String> header(RawResponse response, String name) {
        return response.headers().first(name);
    }
}
