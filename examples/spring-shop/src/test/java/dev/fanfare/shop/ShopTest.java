package dev.fanfare.shop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.fanfare.app.Fanfare;
import dev.fanfare.testkit.app.HandshakeRefusedException;
import dev.fanfare.testkit.app.SocketServer;
import java.net.CookieManager;
import java.net.HttpCookie;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.springframework.boot.SpringApplication;
import org.springframework.context.ConfigurableApplicationContext;

/** The shop as its page uses it: a login through Spring Security, then a WebSocket with the cookie of the session. */
@Tag("full")
class ShopTest {
    private static ConfigurableApplicationContext spring;

    private final CookieManager cookies = new CookieManager();
    private final HttpClient http = HttpClient.newBuilder()
            .cookieHandler(cookies)
            .followRedirects(HttpClient.Redirect.NEVER)
            .build();

    @BeforeAll
    static void start() {
        spring = SpringApplication.run(
                Shop.class, "--server.port=0", "--fanfare.port=0", "--spring.main.banner-mode=off");
    }

    @AfterAll
    static void stop() {
        spring.close();
    }

    @Test
    void order_reachesTheClientsOfLoggedInUsers_untilTheyLogOut() throws Exception {
        assertThatThrownBy(() -> server().connect("/orders"))
                .isInstanceOfSatisfying(
                        HandshakeRefusedException.class,
                        refused -> assertThat(refused.status()).isEqualTo(401));
        get("/login");
        var beforeLogin = cookieHeader();
        assertThat(post("/login", "username=ann&password=secret").headers().firstValue("location"))
                .hasValueSatisfying(location -> assertThat(location).doesNotContain("error"));
        assertThat(cookieHeader()).isNotEqualTo(beforeLogin);
        var ann = server().connect(
                        "/orders", cookieHeader(), "Origin: http://localhost:" + webPort(), "Host: localhost:1");
        assertThatThrownBy(() -> server().connect("/orders", beforeLogin))
                .isInstanceOf(HandshakeRefusedException.class);

        assertThat(post("/orders", "item=tea").statusCode()).isEqualTo(200);

        assertThat(ann.receiveText()).isEqualTo("{\"customer\":\"ann\",\"item\":\"tea\"}");
        var late = server().connect("/orders", cookieHeader());
        assertThat(late.receiveText()).isEqualTo("{\"customer\":\"ann\",\"item\":\"tea\"}");
        post("/logout", "");
        assertThat(ann.closeReason().code()).isEqualTo(4401);
        assertThat(late.closeReason().code()).isEqualTo(4401);
    }

    @Test
    void health_includesFanfare() throws Exception {
        assertThat(get("/actuator/health").body()).contains("\"fanfare\":{\"details\":{\"engine\":\"memory\"");
        assertThat(get("/actuator/health/readiness").body()).isEqualTo("{\"status\":\"UP\"}");
    }

    private HttpResponse<String> get(String path) throws Exception {
        return http.send(HttpRequest.newBuilder(uri(path)).build(), BodyHandlers.ofString());
    }

    /** Sends a form with the token of the cookie, as the script of the page does. */
    private HttpResponse<String> post(String path, String form) throws Exception {
        get("/login"); // renews the cookie of the token, which Spring Security clears at login
        var request = HttpRequest.newBuilder(uri(path))
                .header("content-type", "application/x-www-form-urlencoded")
                .header("x-xsrf-token", cookie("XSRF-TOKEN"))
                .POST(BodyPublishers.ofString(form))
                .build();
        return http.send(request, BodyHandlers.ofString());
    }

    private String cookie(String name) {
        return cookies.getCookieStore().getCookies().stream()
                .filter(cookie -> cookie.getName().equals(name))
                .map(HttpCookie::getValue)
                .findFirst()
                .orElseThrow();
    }

    private String cookieHeader() {
        return cookies.getCookieStore().getCookies().stream()
                .filter(cookie -> cookie.getName().equals("JSESSIONID"))
                .map(cookie -> cookie.getName() + "=" + cookie.getValue())
                .collect(Collectors.joining("; ", "Cookie: ", ""));
    }

    private static URI uri(String path) {
        return URI.create("http://localhost:" + webPort() + path);
    }

    private static int webPort() {
        return spring.getEnvironment().getRequiredProperty("local.server.port", Integer.class);
    }

    private static SocketServer server() {
        return new SocketServer(spring.getBean(Fanfare.class).addresses().getFirst());
    }
}
