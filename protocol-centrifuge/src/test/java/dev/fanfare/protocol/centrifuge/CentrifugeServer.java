package dev.fanfare.protocol.centrifuge;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.fanfare.core.budget.MemoryGovernor;
import dev.fanfare.core.memory.MemoryEngine;
import dev.fanfare.core.node.ClientChannels;
import dev.fanfare.core.node.Node;
import dev.fanfare.core.node.NodeSettings;
import dev.fanfare.core.port.Engine;
import dev.fanfare.core.port.Scheduler;
import dev.fanfare.model.access.AccessControl;
import dev.fanfare.model.channel.ChannelName;
import dev.fanfare.model.channel.ChannelOptions;
import dev.fanfare.model.channel.HistoryRetention;
import dev.fanfare.model.channel.InvalidChannelNameException;
import dev.fanfare.model.channel.Payload;
import dev.fanfare.model.channel.Publication;
import dev.fanfare.model.channel.PublishOptions;
import dev.fanfare.model.channel.PublishResult;
import dev.fanfare.model.channel.RecoveryMode;
import dev.fanfare.model.http.HttpResponse;
import dev.fanfare.model.monitoring.Metrics;
import dev.fanfare.protocol.centrifuge.settings.CentrifugeSettings;
import dev.fanfare.testkit.app.TestClient;
import dev.fanfare.testkit.memory.MemoryTransport;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * A node with this protocol in memory. The prefix of a channel selects its options: {@code plain} without history, {@code kept}
 * with a history, {@code positioned}, {@code stream} with recovery, {@code cache} with cache recovery. Channels with a history have
 * presence and joins.
 */
final class CentrifugeServer implements ClientChannels, AutoCloseable {
    static final int KEPT = 5;

    final MemoryTransport transport = new MemoryTransport();
    final Node node;
    final Centrifuge centrifuge;
    private final InstantSource clock;

    CentrifugeServer() {
        this(AccessControl.allowAll());
    }

    CentrifugeServer(AccessControl access) {
        this(access, CentrifugeSettings.DEFAULTS);
    }

    CentrifugeServer(AccessControl access, CentrifugeSettings settings) {
        this(access, settings, loop -> new MemoryEngine(loop, new Random(1), MemoryGovernor.unlimited()));
    }

    CentrifugeServer(AccessControl access, CentrifugeSettings settings, Function<Scheduler, Engine> engine) {
        var loop = transport.loops().getFirst();
        node = new Node(
                transport.loops(), engine.apply(loop), NodeSettings.DEFAULTS, Metrics.NONE, transport.governor());
        clock = () -> Instant.ofEpochSecond(1_000_000, loop.nanoTime());
        centrifuge = Centrifuge.with(access, settings, clock);
        var handlers = centrifuge.mount(node, this);
        transport.listen(InetSocketAddress.createUnresolved("localhost", 80), exchange -> {
            var handler = handlers.get(exchange.request().path());
            if (handler == null) {
                exchange.respond(HttpResponse.text(404, "nothing here"));
            } else {
                handler.handle(exchange);
            }
        });
    }

    Instant now() {
        return clock.instant();
    }

    /** Opens a WebSocket without a connect command. */
    TestClient open() {
        return transport.connect(Centrifuge.WEBSOCKET);
    }

    /** Opens a WebSocket and connects. */
    TestClient connect() {
        var client = open();
        client.sendText("{\"id\":1,\"connect\":{}}");
        client.receiveText();
        return client;
    }

    /** Sends an emulation request for the client with this connect reply; returns the status. */
    int emulate(JsonNode connected, String commands) {
        var request = JsonMapper.shared()
                .createObjectNode()
                .put("session", connected.get("session").asString())
                .put("node", connected.get("node").asString())
                .put("data", commands);
        return transport.post(Centrifuge.EMULATION, request.toString()).status();
    }

    void publish(String channel, String json) {
        publish(channel, Payload.validatedJson(json.getBytes(UTF_8)));
    }

    void publish(String channel, Payload payload) {
        publish(channel, Publication.of(payload), PublishOptions.NONE)
                .toCompletableFuture()
                .join();
    }

    void publishTagged(String channel, String json, String tag, String value) {
        var publication =
                Publication.of(Payload.validatedJson(json.getBytes(UTF_8))).withTags(Map.of(tag, value));
        publish(channel, publication, PublishOptions.NONE).toCompletableFuture().join();
    }

    @Override
    public ChannelOptions options(String channel) {
        ChannelName.require(channel);
        if (channel.startsWith("own")) {
            throw new InvalidChannelNameException("reserved");
        }
        if (channel.startsWith("plain")) {
            return ChannelOptions.defaults();
        }
        var kept = ChannelOptions.defaults()
                .withHistory(new HistoryRetention(KEPT, Duration.ofHours(1), Duration.ofDays(1)))
                .presence()
                .joinLeave();
        return channel.startsWith("positioned")
                ? kept.recovery(RecoveryMode.POSITIONED)
                : channel.startsWith("stream")
                        ? kept.recovery()
                        : channel.startsWith("cache") ? kept.recovery(RecoveryMode.CACHE_RECOVERY) : kept;
    }

    @Override
    public CompletionStage<PublishResult> publish(String channel, Publication publication, PublishOptions how) {
        var retention = options(channel).retention();
        return node.publish(channel, publication, retention == null ? how : how.withRetention(retention));
    }

    @Override
    public void close() {
        transport.close();
        node.close();
    }
}
