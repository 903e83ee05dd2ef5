package dev.fanfare.server.api;

import static org.awaitility.Awaitility.await;

import dev.fanfare.app.Fanfare;
import dev.fanfare.app.FanfareSettings;
import dev.fanfare.engine.redis.RedisEngine;
import dev.fanfare.engine.redis.RedisSettings;
import dev.fanfare.protocol.centrifuge.Centrifuge;
import dev.fanfare.testkit.app.TestClient;
import dev.fanfare.testkit.app.TestResponse;
import dev.fanfare.testkit.memory.MemoryTransport;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.UUID;

/** A push server as its backend sees it, and clients of it. */
final class ApiServer implements AutoCloseable {
    static final String KEY = "X-API-Key: secret";
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private final List<ApiNode> nodes;

    private ApiServer(List<ApiNode> nodes) {
        this.nodes = nodes;
    }

    /** One node, for the API and for the clients. */
    static ApiServer inMemory(ApiAccess access) {
        return new ApiServer(
                List.of(new ApiNode("one", access, transport -> Fanfare.create(FanfareSettings.DEFAULTS, transport))));
    }

    /** A node for the API and another for the clients, in one cluster. */
    static ApiServer ofTwoNodes(String redis, ApiAccess access) {
        var settings = RedisSettings.of(redis).withPrefix(UUID.randomUUID().toString());
        var engines = List.of(new RedisEngine(settings), new RedisEngine(settings));
        var nodes = new ApiServer(
                List.of(onRedis("one", access, engines.getFirst()), onRedis("other", access, engines.getLast())));
        for (var engine : engines) {
            await().atMost(PATIENCE).ignoreExceptions().until(() -> engine.isReady() && nodesKnownTo(engine) == 2);
        }
        return nodes;
    }

    private static ApiNode onRedis(String name, ApiAccess access, RedisEngine engine) {
        return new ApiNode(name, access, transport -> Fanfare.create(FanfareSettings.DEFAULTS, transport, engine));
    }

    private static int nodesKnownTo(RedisEngine engine) {
        return engine.cluster().nodes().toCompletableFuture().join().size();
    }

    /** Names of the methods that the API has. */
    Set<String> methods() {
        return called().methods;
    }

    /** Where the API is. */
    MemoryTransport transport() {
        return called().transport;
    }

    /** The name of the node to which clients are connected. */
    String clientsNode() {
        return nodes.getLast().name;
    }

    /** The body of the answer. */
    String call(String method, String body) {
        return request(method, body, KEY).text();
    }

    TestResponse request(String method, String body, String... headers) {
        return transport().post(ServerApi.PREFIX + method, body, headers);
    }

    /** Creates a client of the user that has sent these commands and received their replies. */
    TestClient client(String user, String... commands) {
        var client = nodes.getLast().transport.connect(Centrifuge.WEBSOCKET);
        client.sendText("{\"id\":1,\"connect\":{\"token\":\"" + user + "\"}}");
        client.receiveText();
        for (var command : commands) {
            client.sendText(command);
            client.receiveText();
        }
        return client;
    }

    private ApiNode called() {
        return nodes.getFirst();
    }

    @Override
    public void close() {
        nodes.forEach(ApiNode::close);
    }
}
