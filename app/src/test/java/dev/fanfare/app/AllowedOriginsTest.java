package dev.fanfare.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fanfare.app.security.AllowedOrigins;
import dev.fanfare.model.http.HttpResponse;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class AllowedOriginsTest {
    private static final String FOR_ALL = "Origin: https://app.example";
    private static final String PARTNER = "Origin: https://shop.partner.example";

    private final TestApp test =
            new TestApp(TestApp.settings(TestApp.PATIENT, 1 << 20).withAllowedOrigins(Set.of("https://app.example")));

    AllowedOriginsTest() {
        test.app().websocket("/ws", ws -> ws.send("in"));
        test.app().route("/partner", routes -> {
            routes.use(AllowedOrigins.of("https://*.partner.example"));
            routes.websocket("/ws", ws -> ws.send("in"));
            routes.get("/page", request -> HttpResponse.text(200, "page"));
            routes.post("/page", request -> HttpResponse.text(200, "posted"));
        });
    }

    @AfterEach
    void stop() {
        test.close();
    }

    @Test
    void originsOfRoutes_replaceThoseOfTheApplication() {
        assertThat(in("/partner/ws", PARTNER)).isEqualTo("in");
        assertThat(in("/partner/ws", "Origin: http://localhost")).isEqualTo("in");
        assertThat(in("/ws", FOR_ALL)).isEqualTo("in");
        assertThat(test.refused("/partner/ws", FOR_ALL).status()).isEqualTo(403);
        assertThat(test.refused("/ws", PARTNER).status()).isEqualTo(403);
    }

    @Test
    void rejectedOrigin_isNamedWithTheSetting() {
        assertThat(test.refused("/ws", PARTNER).text())
                .contains("https://shop.partner.example is not allowed", "FanfareSettings.withAllowedOrigins");
    }

    @Test
    void unsafeRequests_areChecked() {
        assertThat(test.request("GET /partner/page", FOR_ALL).status()).isEqualTo(200);
        assertThat(test.request("POST /partner/page", FOR_ALL, "Content-Length: 0")
                        .status())
                .isEqualTo(403);
        assertThat(test.request("POST /partner/page", FOR_ALL, "Content-Length: 0")
                        .text())
                .isEqualTo("the origin https://app.example is not allowed: add it to AllowedOrigins.of()");
        assertThat(test.request("POST /partner/page", PARTNER, "Content-Length: 0")
                        .status())
                .isEqualTo(200);
    }

    private String in(String path, String header) {
        try (var client = test.open(path, header)) {
            return client.receiveText();
        }
    }
}
