package dev.fanfare.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fanfare.app.security.AllowedOrigins;
import dev.fanfare.app.security.Authentication;
import dev.fanfare.app.security.CookieSessions;
import dev.fanfare.app.security.Cors;
import dev.fanfare.app.security.Login;
import dev.fanfare.model.http.HttpResponse;
import dev.fanfare.testkit.memory.MemoryTransport;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Requests that pages of other sites send with the credentials of a browser. */
class CrossSiteRequestTest {
    private static final String STRANGER = "Origin: https://evil.example";
    private static final String PARTNER = "Origin: https://partner.example";
    private static final String CROSS_SITE = "Sec-Fetch-Site: cross-site";
    private static final String FORM = "Sec-Fetch-Mode: navigate";
    private static final String SCRIPT = "Sec-Fetch-Mode: cors";

    private final MemoryTransport server = new MemoryTransport();
    private final Fanfare app = Fanfare.create(FanfareSettings.DEFAULTS, server);

    CrossSiteRequestTest() {
        app.use(CookieSessions.signedBy(new byte[32]));
        app.use(Authentication.by(Login.authenticator()).optional());
        app.get("/login", request -> HttpResponse.text(200, "form"));
        app.post("/login", request -> {
            Login.login(request, Principal.of(request.form("user").orElseThrow()));
            return HttpResponse.text(200, "welcome");
        });
        app.route("/payments", routes -> {
            routes.use(AllowedOrigins.any());
            routes.post("/result", request -> HttpResponse.text(200, "thank you"));
        });
        app.route("/api", routes -> {
            routes.use(Cors.allow("https://partner.example"));
            routes.post("/order", request -> HttpResponse.text(200, "ordered"));
        });
        app.listen(0);
    }

    @AfterEach
    void close() {
        app.close();
    }

    @Test
    void formOfAnotherOrigin_doesNotSignIn() {
        for (var header : new String[] {STRANGER, CROSS_SITE, "Origin: null"}) {
            var response = server.postForm("/login", Map.of("user", "mallory"), header);

            assertThat(response.status()).as(header).isEqualTo(403);
            assertThat(response.header("set-cookie")).as(header).isEmpty();
        }
        assertThat(server.get("/login", STRANGER, CROSS_SITE).status()).isEqualTo(200);
    }

    @Test
    void ownForm_andClientsWithoutBrowser_signIn() {
        assertThat(server.postForm("/login", Map.of("user", "ann")).cookies()).contains("fanfare_session=");
        assertThat(server.postForm("/login", Map.of("user", "ann"), "Origin: http://localhost")
                        .status())
                .isEqualTo(200);
        assertThat(server.postForm("/login", Map.of("user", "ann"), "Sec-Fetch-Site: same-origin")
                        .status())
                .isEqualTo(200);
    }

    @Test
    void bearerToken_isNoCredentialOfABrowser() {
        assertThat(server.postForm("/login", Map.of("user", "ann"), STRANGER, "Authorization: Bearer x")
                        .status())
                .isEqualTo(200);
    }

    @Test
    void everyUnsafeMethod_isChecked() {
        for (var method : new String[] {"POST", "PUT", "PATCH", "DELETE", "PURGE"}) {
            app.handle(method, "/things", request -> HttpResponse.text(200, "done"));

            assertThat(server.request(method, "/things", new byte[0], STRANGER).status())
                    .as(method)
                    .isEqualTo(403);
        }
    }

    @Test
    void refusal_namesTheOriginAndTheSetting() {
        assertThat(server.postForm("/login", Map.of("user", "ann"), STRANGER).text())
                .contains(
                        "https://evil.example is not allowed",
                        "client.allowed-origins",
                        "FanfareSettings.withAllowedOrigins",
                        "AllowedOrigins for the route");
        assertThat(server.postForm("/login", Map.of("user", "ann"), CROSS_SITE).text())
                .contains("from another site");
    }

    @Test
    void routesForAllOrigins_skipTheCheck() {
        assertThat(server.post("/payments/result", "", STRANGER, CROSS_SITE).status())
                .isEqualTo(200);
    }

    @Test
    void corsOrigin_sendsScripts_butNoForms() {
        assertThat(server.post("/api/order", "", PARTNER, CROSS_SITE, SCRIPT).status())
                .isEqualTo(200);
        assertThat(server.post("/api/order", "", PARTNER, CROSS_SITE, FORM).status())
                .isEqualTo(403);
        assertThat(server.post("/api/order", "", STRANGER, CROSS_SITE, SCRIPT).status())
                .isEqualTo(403);
    }

    @Test
    void mountedProtocol_isCheckedToo() {
        app.mount((node, channels) ->
                Map.of("/mounted", exchange -> exchange.respond(HttpResponse.text(200, "mounted"))));

        assertThat(server.post("/mounted", "", CROSS_SITE).status()).isEqualTo(403);
        assertThat(server.post("/mounted", "", STRANGER, "X-API-Key: key").status())
                .isEqualTo(200);
        assertThat(server.get("/mounted", STRANGER).status()).isEqualTo(403);
    }
}
