package dev.fanfare.spring.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.fanfare.app.Channel;
import dev.fanfare.app.Fanfare;
import dev.fanfare.app.WebSocketHandler;
import dev.fanfare.spring.WebSocketRoute;
import dev.fanfare.testkit.app.HandshakeRefusedException;
import dev.fanfare.testkit.app.SocketServer;
import dev.fanfare.testkit.app.TestServer;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;

/** A web application with the starter, started as its {@code main} method does. */
class WebApplicationTest {
    private static ConfigurableApplicationContext spring;

    @Configuration(proxyBeanMethods = false)
    @EnableAutoConfiguration(exclude = DevToolsAutoConfiguration.class)
    static class Shop {
        @Bean
        Channel orders(Fanfare app) {
            app.sse("/stream", app.channel("orders"));
            return app.channel("orders");
        }

        @Bean
        @WebSocketRoute("/orders")
        WebSocketHandler ordersRoute(Channel orders) {
            return ws -> {
                ws.subscribe(orders);
                ws.send("subscribed");
                ws.awaitClose();
            };
        }

        @RestController
        static class Orders {
            private final Channel orders;

            Orders(Channel orders) {
                this.orders = orders;
            }

            @PostMapping("/orders")
            void place(@RequestBody String item) {
                orders.publish(item);
            }
        }
    }

    @BeforeAll
    static void start() {
        spring = SpringApplication.run(
                Shop.class,
                "--server.port=0",
                "--fanfare.port=0",
                "--fanfare.security.required=false",
                "--spring.main.banner-mode=off");
    }

    @AfterAll
    static void stop() {
        spring.close();
    }

    @Test
    void controller_publishesToClients() throws Exception {
        var client = server().connect("/orders");
        assertThat(client.receiveText()).isEqualTo("subscribed");

        var order = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + webPort() + "/orders"))
                .POST(BodyPublishers.ofString("tea"))
                .build();
        try (var http = HttpClient.newHttpClient()) {
            assertThat(http.send(order, BodyHandlers.discarding()).statusCode()).isEqualTo(200);
        }

        assertThat(client.receiveText()).isEqualTo("tea");
    }

    @Test
    void pageOfTheWebServer_mayConnect_othersMayNot() {
        assertThat(server().connect("/orders", "Host: shop:" + port(), "Origin: http://SHOP:" + webPort())
                        .receiveText())
                .isEqualTo("subscribed");
        for (var origin : new String[] {
            "http://shop:" + (webPort() + 1), "http://shop", "http://evil:" + webPort(), "null", "http://shop:x"
        }) {
            assertThatThrownBy(() -> server().connect("/orders", "Host: shop:" + port(), "Origin: " + origin))
                    .as(origin)
                    .isInstanceOfSatisfying(
                            HandshakeRefusedException.class,
                            refused -> assertThat(refused.status()).isEqualTo(403));
        }
    }

    @Test
    void pageOfTheWebServer_mayReadStreams() {
        var origin = "http://shop:" + webPort();

        try (var stream = server().stream("/stream", "Host: shop:" + port(), "Origin: " + origin)) {
            assertThat(stream.head().headers().first("access-control-allow-origin"))
                    .contains(origin);
        }
    }

    private static TestServer server() {
        return new SocketServer(spring.getBean(Fanfare.class).addresses().getFirst());
    }

    private static int port() {
        return spring.getEnvironment().getRequiredProperty("local.fanfare.port", Integer.class);
    }

    private static int webPort() {
        return spring.getEnvironment().getRequiredProperty("local.server.port", Integer.class);
    }
}
