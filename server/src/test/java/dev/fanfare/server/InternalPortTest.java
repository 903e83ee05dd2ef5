package dev.fanfare.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fanfare.server.config.ServerConfig;
import dev.fanfare.testkit.client.RawHttp;
import dev.fanfare.testkit.client.RawResponse;
import dev.fanfare.testkit.client.RawWebSocket;
import java.net.InetSocketAddress;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The internal port, and the limits of the public port. */
class InternalPortTest {
    private static final String YAML = """
            http-server: {address: 127.0.0.1, port: 0, internal-port: 0, allowed-hosts: [example.com, "*.example.org"]}
            http-api: {key: api-key}
            prometheus: {enabled: true}
            """;
    private static final String[] PATHS = {"/health", "/ready", "/metrics", "/api/openapi.json"};

    private final PushServer server = server("");
    private final InetSocketAddress address = server.listen();

    @AfterEach
    void close() {
        server.close();
    }

    @Test
    void internalEndpoints_areNotOnThePublicPort() {
        for (var path : PATHS) {
            assertThat(get(internal(), path, "Host: 10.0.0.7", "X-API-Key: api-key")
                            .status())
                    .as(path)
                    .isEqualTo(200);
            assertThat(get(address, path, "Host: example.com").status())
                    .as(path)
                    .isEqualTo(404);
        }
        assertThat(get(internal(), "/connection/websocket").status()).isEqualTo(404);
        assertThat(get(address, "/connection/websocket", "Host: example.com").status())
                .isEqualTo(426);
    }

    @Test
    void internalPort_isReachableAtTheConnectionLimit() {
        try (var limited = server("client: {connection-limit: 1}")) {
            var port = limited.listen();
            // The response shows that the server has counted this connection before the next one.
            try (var counted = RawHttp.connect(port);
                    var refused = connectAfterResponse(counted, port)) {
                refused.socket().awaitEnd();

                assertThat(get(limited.addresses().getFirst(), "/health").status())
                        .isEqualTo(200);
            }
        }
    }

    @Test
    void unauthenticatedLimit_countsClientsUntilTheyConnect() {
        try (var limited = server("client: {insecure: true, unauthenticated-connection-limit: 1}")) {
            var port = limited.listen();
            try (var client = RawWebSocket.open(port, "/connection/websocket", "Host: example.com");
                    var refused = RawHttp.connect(port)) {
                refused.socket().awaitEnd();
                client.send("{\"id\":1,\"connect\":{}}");
                assertThat(client.receiveText()).contains("\"connect\"");

                assertThat(get(port, "/", "Host: example.com").status()).isEqualTo(404);
            }
        }
    }

    @Test
    void apiRequests_withTheKey_doNotCountTowardsTheRequestLimit() {
        var yaml = "http-server: {address: 127.0.0.1, port: 0, request-limit-per-connection: 2}\nhttp-api: {key: k}\n";
        try (var limited = PushServer.create(ServerConfig.LOADER.load(yaml, Map.of(), Map.of()));
                var http = RawHttp.connect(limited.listen())) {
            var publish = "POST /api/publish HTTP/1.1\r\nHost: x\r\nX-API-Key: k\r\nContent-Length: 25\r\n\r\n"
                    + "{\"channel\":\"a\",\"data\":{}}";
            http.send(RawHttp.request("GET /health") + publish.repeat(20) + RawHttp.request("POST /api/publish"));
            assertThat(http.read().header("connection")).isEqualTo("keep-alive");
            for (int i = 0; i < 20; i++) {
                var response = http.read();
                assertThat(response.text()).contains("\"result\"");
                assertThat(response.header("connection")).isEqualTo("keep-alive");
            }
            var last = http.read();
            assertThat(last.status()).isEqualTo(401);
            assertThat(last.header("connection")).isEqualTo("close");
        }
    }

    @Test
    void hosts_thatAreNotAllowed_get421() {
        assertThat(get(address, "/", "Host: example.com").status()).isEqualTo(404);
        assertThat(get(address, "/", "Host: a.example.org:8000").status()).isEqualTo(404);
        assertThat(get(address, "/", "Host: example.org").status()).isEqualTo(421);
        assertThat(get(address, "/", "Host: evil.example").status()).isEqualTo(421);
    }

    private InetSocketAddress internal() {
        return server.addresses().getFirst();
    }

    private static RawHttp connectAfterResponse(RawHttp counted, InetSocketAddress port) {
        counted.send(RawHttp.request("GET /", "Host: example.com"));
        assertThat(counted.read().status()).isEqualTo(404);
        return RawHttp.connect(port);
    }

    private static PushServer server(String more) {
        return PushServer.create(ServerConfig.LOADER.load(YAML + more, Map.of(), Map.of()));
    }

    private static RawResponse get(InetSocketAddress to, String path, String... headers) {
        return RawHttp.exchange(to, "GET " + path, headers);
    }
}
