package dev.fanfare.embedding;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.fanfare.app.Fanfare;
import dev.fanfare.testkit.app.HandshakeRefusedException;
import dev.fanfare.testkit.app.SocketServer;
import dev.fanfare.testkit.app.TestClient;
import jakarta.servlet.ServletContext;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.regex.Pattern;
import org.apache.catalina.startup.Tomcat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.SpringApplication;

/** Fanfare in existing programs, on its own port and with the program's users. */
class EmbeddingTest {
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    /** How long one publication may take before the next one follows. */
    private static final Duration ATTEMPT = Duration.ofMillis(200);

    private final HttpClient http = HttpClient.newHttpClient();

    @Test
    void plainProgram_publishesAndCloses() {
        var feed = new PriceFeed();
        try (feed) {
            var client = server(feed.listen(0)).connect("/prices");

            assertThat(first(() -> feed.changed(new PriceFeed.Price("ACME", 1234)), client))
                    .isEqualTo("{\"symbol\":\"ACME\",\"cents\":1234}");
            feed.close();

            assertThat(client.closeReason().code()).isEqualTo(1001);
        }
    }

    @Test
    void servletContainer_signedInUsers_endWithTheirSession(@TempDir Path base) throws Exception {
        var tomcat = new Tomcat();
        tomcat.setBaseDir(base.toString());
        tomcat.setPort(0);
        var context = tomcat.addContext("", base.toString());
        context.addParameter("realtime.port", "0");
        context.addApplicationListener(RealtimeListener.class.getName());
        var shop = Tomcat.addServlet(context, "shop", new ShopServlet());
        shop.addMapping("/login");
        shop.addMapping("/order");
        tomcat.start();
        try {
            int port = tomcat.getConnector().getLocalPort();
            var realtime = (Fanfare) context.getServletContext().getAttribute("realtime");
            var server = server(realtime.addresses().getFirst().getPort());
            assertThatThrownBy(() -> server.connect("/orders"))
                    .isInstanceOfSatisfying(
                            HandshakeRefusedException.class,
                            refused -> assertThat(refused.status()).isEqualTo(401));

            var visit = cookie(post(port, "/login", "application/x-www-form-urlencoded", "name=bob"));
            var cookie = cookie(post(port, "/login", "application/x-www-form-urlencoded", "name=ann", "Cookie", visit));
            assertThat(cookie).isNotEqualTo(visit);
            assertThatThrownBy(() -> server.connect("/orders", "Cookie: " + visit))
                    .isInstanceOf(HandshakeRefusedException.class);
            var ann = server.connect("/orders", "Cookie: " + cookie);

            assertThat(first(() -> post(port, "/order", "application/x-www-form-urlencoded", "item=tea"), ann))
                    .isEqualTo("an order of tea");
            context.getManager().findSession(cookie.split("=", 2)[1]).expire();
            assertThat(ann.closeReason().code()).isEqualTo(4401);

            tomcat.stop();
            assertThatThrownBy(() -> server.connect("/orders")).hasMessageContaining("refused");
        } finally {
            tomcat.stop(); // also destroys the listener, which closes the application
            tomcat.destroy();
        }
    }

    @Test
    void springSecurity_changedSessionId_isFollowed() throws Exception {
        var spring = SpringApplication.run(
                SecuredShop.class,
                "--server.port=0",
                "--server.servlet.context-parameters.realtime.port=0",
                "--spring.main.banner-mode=off");
        try (spring) {
            int port = spring.getEnvironment().getRequiredProperty("local.server.port", Integer.class);
            var context = spring.getBean(ServletContext.class);
            var realtime = (Fanfare) context.getAttribute("realtime");
            var server = server(realtime.addresses().getFirst().getPort());
            var visit = get(port, "/login", "");
            var login = post(
                    port,
                    "/login",
                    "application/x-www-form-urlencoded",
                    "username=ann&password=secret&_csrf=" + csrfToken(visit),
                    "Cookie",
                    cookie(visit));
            assertThat(cookie(login)).isNotEqualTo(cookie(visit));

            var ann = server.connect("/orders", "Cookie: " + cookie(login));

            assertThatThrownBy(() -> server.connect("/orders", "Cookie: " + cookie(visit)))
                    .isInstanceOfSatisfying(
                            HandshakeRefusedException.class,
                            refused -> assertThat(refused.status()).isEqualTo(401));
            var logout = get(port, "/logout", cookie(login));
            post(
                    port,
                    "/logout",
                    "application/x-www-form-urlencoded",
                    "_csrf=" + csrfToken(logout),
                    "Cookie",
                    cookie(login));
            assertThat(ann.closeReason().code()).isEqualTo(4401);
        }
    }

    private static String csrfToken(HttpResponse<String> form) {
        var field = Pattern.compile("name=\"_csrf\" type=\"hidden\" value=\"([^\"]+)\"")
                .matcher(form.body());
        assertThat(field.find()).as(form.body()).isTrue();
        return field.group(1);
    }

    private static String cookie(HttpResponse<?> response) {
        return response.headers().firstValue("set-cookie").orElseThrow().split(";", 2)[0];
    }

    private HttpResponse<String> get(int port, String path, String cookie) throws Exception {
        var request = HttpRequest.newBuilder(URI.create("http://localhost:" + port + path));
        if (!cookie.isEmpty()) {
            request.header("Cookie", cookie);
        }
        return http.send(request.build(), BodyHandlers.ofString());
    }

    @Test
    void springBoot_controller_publishesToUsers() {
        var spring = SpringApplication.run(
                SpringShop.class, "--server.port=0", "--realtime.port=0", "--spring.main.banner-mode=off");
        try (spring) {
            int port = spring.getEnvironment().getRequiredProperty("local.server.port", Integer.class);
            var realtime = spring.getBean(Fanfare.class);
            var server = server(realtime.addresses().getFirst().getPort());
            assertThatThrownBy(() -> server.connect("/orders?token=stolen"))
                    .isInstanceOfSatisfying(
                            HandshakeRefusedException.class,
                            refused -> assertThat(refused.status()).isEqualTo(401));

            var ann = server.connect("/orders?token=t-ann");

            assertThat(first(() -> post(port, "/orders", "application/json", "{\"item\":\"tea\"}"), ann))
                    .isEqualTo("{\"item\":\"tea\"}");
            spring.close();
            assertThat(ann.closeReason().code()).isEqualTo(1001);
        }
    }

    /** Publishes repeatedly, because publications before the subscribe are not received. */
    private static String first(Runnable publish, TestClient client) {
        var received = await().ignoreExceptionsMatching(failure -> failure instanceof AssertionError)
                .until(
                        () -> {
                            publish.run();
                            return client.timeout(ATTEMPT).receiveText();
                        },
                        text -> true);
        client.timeout(PATIENCE);
        return received;
    }

    private HttpResponse<Void> post(int port, String path, String contentType, String body, String... header) {
        var builder = HttpRequest.newBuilder(URI.create("http://localhost:" + port + path))
                .header("content-type", contentType)
                .POST(BodyPublishers.ofString(body));
        var request = (header.length == 0 ? builder : builder.headers(header)).build();
        try {
            var response = http.send(request, BodyHandlers.discarding());
            assertThat(response.statusCode()).isBetween(200, 399);
            return response;
        } catch (IOException | InterruptedException failure) {
            throw new AssertionError(failure);
        }
    }

    private static SocketServer server(int port) {
        return new SocketServer(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
    }
}
