package dev.fanfare.server.proxy;

import dev.fanfare.protocol.centrifuge.Centrifuge;
import dev.fanfare.server.PushServer;
import dev.fanfare.server.config.ServerConfig;
import dev.fanfare.server.token.ConnectionClaims;
import dev.fanfare.server.token.SubscriptionClaims;
import dev.fanfare.server.token.TokenSigner;
import dev.fanfare.testkit.app.SocketServer;
import dev.fanfare.testkit.app.TestClient;
import dev.fanfare.testkit.app.TestServer;
import dev.fanfare.testkit.memory.MemoryTransport;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/** A push server whose backend decides, in memory or behind a socket. */
final class ProxiedServer implements AutoCloseable {
    private static final String YAML = """
            http-server: {address: 127.0.0.1, port: 0}
            http-api: {key: api-key}
            client:
              connect-include-server-time: true
              token: {hmac-secret-key: 0123456789abcdef0123456789abcdef0123}
              proxy:
                connect: {endpoint: "BACKEND/connect"}
                refresh: {endpoint: "BACKEND/refresh"}
            proxies:
              - {name: other, endpoint: "BACKEND/other", timeout: 20s}
            rpc:
              proxy: {endpoint: "BACKEND/rpc", timeout: 20s}
              without-namespace: {proxy-enabled: true}
              namespaces:
                - {name: shop, proxy-enabled: true, proxy-name: other}
                - {name: off}
            channel:
              proxy:
                subscribe: {endpoint: "BACKEND/subscribe", timeout: 20s}
                publish: {endpoint: "BACKEND/publish", timeout: 20s}
                sub-refresh: {endpoint: "BACKEND/sub-refresh", timeout: 20s}
              namespaces:
                - name: asked
                  subscribe-proxy-enabled: true
                  publish-proxy-enabled: true
                  allow-history-for-client: true
                  presence: true
                  allow-presence-for-client: true
                  history-size: 5
                  history-ttl: 1m
                  allow-user-limited-channels: true
                - name: opened
                  subscribe-proxy-enabled: true
                  allow-subscribe-for-client: true
                - name: lasting
                  subscribe-proxy-enabled: true
                  sub-refresh-proxy-enabled: true
                  publish-proxy-enabled: true
                  publish-proxy-name: other
                - name: open
                  allow-subscribe-for-client: true
                  allow-subscribe-for-anonymous: true
            """;

    private final ServerConfig config;
    private final PushServer server;
    private final TestServer clients;

    private ProxiedServer(ServerConfig config, PushServer server, TestServer clients) {
        this.config = config;
        this.server = server;
        this.clients = clients;
    }

    /** In memory, where time does not advance on the loops; with keys and values in addition to those of the file. */
    static ProxiedServer inMemory(FakeBackend backend, String... settings) {
        return inMemory(backend.url(), settings);
    }

    static ProxiedServer inMemory(String url, String... settings) {
        var config = config(url, settings);
        var transport = new MemoryTransport();
        var server = PushServer.create(config, transport);
        server.listen();
        return new ProxiedServer(config, server, transport);
    }

    /** Behind a socket, where time is real. */
    static ProxiedServer onSocket(FakeBackend backend, String... settings) {
        var config = config(backend.url(), settings);
        var server = PushServer.create(config);
        return new ProxiedServer(config, server, new SocketServer(server.listen()));
    }

    private static ServerConfig config(String url, String... settings) {
        Map<String, String> flags = new HashMap<>(Map.of(
                "client.proxy.connect.enabled", "true",
                "client.proxy.connect.timeout", "20s",
                "client.proxy.refresh.timeout", "20s"));
        for (int i = 0; i < settings.length; i += 2) {
            flags.put(settings[i], settings[i + 1]);
        }
        return ServerConfig.LOADER.load(YAML.replace("BACKEND/", url), Map.of(), flags);
    }

    TestClient open(String... headers) {
        return clients.connect(Centrifuge.WEBSOCKET, headers);
    }

    /** A client with a token of this user, so no backend is called. */
    TestClient client(String user) {
        return client(ConnectionClaims.of(user));
    }

    TestClient client(ConnectionClaims claims) {
        var client = open();
        ask(client, "{\"id\":1,\"connect\":{\"token\":\"" + signer().connection(claims) + "\"}}");
        return client;
    }

    String token(SubscriptionClaims claims) {
        return signer().subscription(claims);
    }

    String api(String method, String body) {
        return clients.post("/api/" + method, body, "X-API-Key: api-key").text();
    }

    static String ask(TestClient client, String command) {
        client.sendText(command);
        return client.receiveText();
    }

    /** Repeats a command until the reply contains this text, because a response of the backend may not have taken effect yet. */
    static void askUntil(Supplier<String> question, String part) {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
        var answer = question.get();
        while (!answer.contains(part)) {
            if (System.nanoTime() > end) {
                throw new AssertionError("expected an answer with " + part + ", the last one was " + answer);
            }
            answer = question.get();
        }
    }

    private TokenSigner signer() {
        return new TokenSigner(config.client().token(), InstantSource.system());
    }

    @Override
    public void close() {
        server.close();
    }
}
