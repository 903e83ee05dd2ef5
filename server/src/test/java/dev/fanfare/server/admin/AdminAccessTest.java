package dev.fanfare.server.admin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.fanfare.server.PushServer;
import dev.fanfare.server.config.ServerConfig;
import dev.fanfare.testkit.client.RawHttp;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Who reaches the admin page and its API. */
class AdminAccessTest {
    private static final String SUMMARY = "/admin/api/summary";

    private final AdminServer server = new AdminServer("");

    @AfterEach
    void close() {
        server.close();
    }

    @Test
    void page_isServedWithAStrictPolicy() {
        for (var path : new String[] {"/admin", "/admin/", "/admin/app.js", "/admin/uplot.js", "/admin/admin.css"}) {
            var response = server.get(path);
            assertThat(response.status()).as(path).isEqualTo(200);
            assertThat(response.header("content-security-policy"))
                    .contains("default-src 'none'", "script-src 'self'", "frame-ancestors 'none'")
                    .doesNotContain("unsafe", "http");
            assertThat(response.header("x-content-type-options")).isEqualTo("nosniff");
            assertThat(response.header("cache-control")).isEqualTo("no-store");
        }
    }

    @Test
    void api_withoutLogin_answers401() {
        for (var path : new String[] {SUMMARY, "/admin/api/history", "/admin/api/stream", "/admin/api/session"}) {
            var response = server.get(path);
            assertThat(response.status()).as(path).isEqualTo(401);
            assertThat(response.header("x-content-type-options")).isEqualTo("nosniff");
        }
    }

    @Test
    void login_needsCookieAndKey() {
        var login = server.loggedIn();

        assertThat(server.get(SUMMARY, login).status()).isEqualTo(200);
        assertThat(server.get(SUMMARY, login[0]).status()).isEqualTo(401);
        assertThat(server.get(SUMMARY, login[1]).status()).isEqualTo(401);
        assertThat(server.get(SUMMARY, login[0], "X-Fanfare-Admin-Key: wrong").status())
                .isEqualTo(401);
    }

    @Test
    void loginCookie_isHiddenFromScriptsAndOtherSites() {
        var response = server.logIn(AdminServer.PASSWORD, server.origin());

        assertThat(response.header("set-cookie")).contains("; Path=/admin; ", "; HttpOnly", "; SameSite=Strict");
        assertThat(response.text()).doesNotContain(AdminServer.PASSWORD);
    }

    @Test
    void logout_endsTheLogin() {
        var login = server.loggedIn();

        assertThat(server.post("/admin/api/logout", "{}", login[0], server.origin())
                        .status())
                .isEqualTo(200);
        assertThat(server.get(SUMMARY, login).status()).isEqualTo(401);
    }

    @Test
    void requestsOfOtherSites_areRefusedEvenWithTheLogin() {
        var login = server.loggedIn();

        assertThat(server.get(SUMMARY, with(login, "Origin: https://evil.example"))
                        .status())
                .isEqualTo(403);
        assertThat(server.get(SUMMARY, with(login, "Origin: null")).status()).isEqualTo(403);
        assertThat(server.get(SUMMARY, with(login, "Sec-Fetch-Site: cross-site"))
                        .status())
                .isEqualTo(403);
        assertThat(server.get(SUMMARY, with(login, "Sec-Fetch-Site: same-site")).status())
                .as("a page on another port of the same host")
                .isEqualTo(403);
        assertThat(server.logIn(AdminServer.PASSWORD, "Origin: https://evil.example")
                        .status())
                .isEqualTo(403);
    }

    @Test
    void hosts_thatArePublicNames_areRefused() {
        assertThat(server.get("/admin", "Host: evil.example").status()).isEqualTo(421);
        assertThat(server.get("/admin", "Host: localhost:9000").status()).isEqualTo(200);
        assertThat(server.get("/admin", "Host: [::1]:9000").status()).isEqualTo(200);
        assertThat(server.get(SUMMARY, "Host: evil.example", AdminServer.BEARER).status())
                .as("a browser does not send the token by itself")
                .isEqualTo(200);
        try (var named = new AdminServer("")) {
            assertThat(named.logIn(AdminServer.PASSWORD, "Host: evil.example").status())
                    .isEqualTo(421);
        }
    }

    @Test
    void token_ofAProgram_isEnough() {
        assertThat(server.get(SUMMARY, AdminServer.BEARER).status()).isEqualTo(200);
        assertThat(server.get(SUMMARY, "Authorization: Bearer wrong").status()).isEqualTo(401);
        assertThat(server.get(SUMMARY, "Authorization: Bearer ").status()).isEqualTo(401);
    }

    @Test
    void guessing_isLimited() {
        assertThat(server.logIn("wrong", server.origin()).status()).isEqualTo(401);
        await().until(() -> server.logIn("wrong", server.origin()).status() == 429);
        await("the limit also applies to the right password")
                .until(() -> server.logIn(AdminServer.PASSWORD, server.origin()).status() == 429);
        await("and to tokens")
                .until(() -> server.get(SUMMARY, "Authorization: Bearer wrong").status() == 429);
        assertThat(server.get(SUMMARY, AdminServer.BEARER).status()).isEqualTo(200);
    }

    @Test
    void changes_requireJsonAndPost() {
        assertThat(server.get("/admin/api/login").status()).isEqualTo(405);
        var form = RawHttp.exchange(
                server.internal(), "POST /admin/api/login", "Host: " + server.host(), "Content-Type: text/plain");
        assertThat(form.status()).isEqualTo(415);
    }

    @Test
    void publicPort_neverServesThePage() {
        assertThat(RawHttp.exchange(server.address(), "GET /admin").status()).isEqualTo(404);
        assertThat(RawHttp.exchange(server.address(), "GET " + SUMMARY, AdminServer.BEARER)
                        .status())
                .isEqualTo(404);
        var config = ServerConfig.LOADER.load(
                "{http-server: {address: 127.0.0.1, port: 0}, admin: {password: x}}", Map.of(), Map.of());
        try (var without = PushServer.create(config)) {
            assertThat(RawHttp.exchange(without.listen(), "GET /admin").status())
                    .as("without an internal port, the page is off")
                    .isEqualTo(404);
        }
    }

    private static String[] with(String[] headers, String more) {
        return Stream.concat(Stream.of(headers), Stream.of(more)).toArray(String[]::new);
    }
}
