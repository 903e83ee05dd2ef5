package dev.fanfare.engine.redis;

import dev.fanfare.core.fake.FakeClient;
import dev.fanfare.core.fake.ThreadedLoop;
import dev.fanfare.core.hub.HubSettings;
import dev.fanfare.core.hub.PositionSettings;
import dev.fanfare.core.node.Node;
import dev.fanfare.core.node.NodeSettings;
import dev.fanfare.core.node.PresenceSettings;
import dev.fanfare.core.node.Recovery;
import dev.fanfare.core.node.ServerSubscription;
import dev.fanfare.core.node.SubscribeResult.Subscribed;
import dev.fanfare.core.session.SessionSettings;
import dev.fanfare.core.session.Subscription;
import dev.fanfare.model.channel.ChannelOptions;
import dev.fanfare.model.channel.HistoryRetention;
import dev.fanfare.model.channel.Payload;
import dev.fanfare.model.channel.Publication;
import dev.fanfare.model.channel.PublishOptions;
import dev.fanfare.model.channel.PublishResult;
import dev.fanfare.model.channel.PublishResult.Accepted;
import dev.fanfare.model.channel.Push;
import dev.fanfare.model.channel.RecoveryMode;
import dev.fanfare.model.channel.StreamPosition;
import dev.fanfare.model.client.UnsubscribeReason;
import dev.fanfare.model.monitoring.Metrics;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A node on a Redis engine, with one loop. */
final class TestNode implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final HistoryRetention MANY =
            new HistoryRetention(20_000, Duration.ofMinutes(10), Duration.ofMinutes(60));
    private static final PublishOptions KEPT = PublishOptions.NONE.withRetention(MANY);

    /** Options with a history larger than any of these tests needs, and with recovery. */
    static final ChannelOptions RECOVERABLE =
            ChannelOptions.defaults().withHistory(MANY).recovery();

    private static final PositionSettings CLOSELY =
            new PositionSettings(Duration.ofSeconds(2), Duration.ofSeconds(1), 1 << 20);
    private static final PresenceSettings BRIEFLY =
            new PresenceSettings(Duration.ofMillis(500), Duration.ofMillis(1_500));
    /** Presence that a test cannot outlast: neither refreshes nor expiries repair it. */
    static final PresenceSettings LASTING = new PresenceSettings(Duration.ofHours(1), Duration.ofHours(3));

    private static final SessionSettings WITHOUT_PINGS =
            SessionSettings.DEFAULTS.withPing(Duration.ZERO, SessionSettings.DEFAULTS.pongTimeout());

    /** A subscription that ends with its answer. */
    private static final class SingleAnswer implements ServerSubscription {
        private @Nullable Subscription subscription;

        @Override
        public void onStarted(Subscription started) {
            subscription = started;
        }

        @Override
        public void onSubscribed(Subscribed result) {
            Objects.requireNonNull(subscription).cancel();
        }

        @Override
        public boolean onPush(Push push) {
            return true;
        }

        @Override
        public void onUnsubscribed(UnsubscribeReason reason) {}
    }

    private final ThreadedLoop loop = new ThreadedLoop();
    private final RedisEngine engine;
    private final Node node;

    TestNode(RedisSettings settings) {
        this(settings, BRIEFLY);
    }

    TestNode(RedisSettings settings, PresenceSettings presence) {
        engine = new RedisEngine(settings);
        var nodeSettings =
                new NodeSettings(WITHOUT_PINGS, HubSettings.DEFAULTS.withPositions(CLOSELY), presence, 20_000);
        node = new Node(List.of(loop), engine, nodeSettings, Metrics.NONE);
    }

    RedisEngine engine() {
        return engine;
    }

    Node node() {
        return node;
    }

    ThreadedLoop loop() {
        return loop;
    }

    ReturningReader read(String channel) {
        return new ReturningReader(node, loop, channel, RECOVERABLE);
    }

    /** Subscribes a client with presence, whose user has the same name, and waits for the answer. */
    FakeClient join(String channel, String client) {
        var joined = loop.call(() -> FakeClient.connect(node, loop).identify(client, client));
        join(loop.call(() -> joined.subscribe(channel, ChannelOptions.defaults().presence(), null)));
        return joined;
    }

    /** Disconnects a client of {@link #join}. */
    void leave(FakeClient client) {
        loop.run(() -> client.connection().lose());
    }

    /** Returns the clients in the presence of a channel; empty if Redis does not answer. */
    Set<String> members(String channel) {
        return engine.presence()
                .members(channel)
                .handle((members, failure) -> failure == null ? members.keySet() : Set.<String>of())
                .toCompletableFuture()
                .join();
    }

    CompletionStage<PublishResult> publish(String channel, String text) {
        return node.publish(channel, Publication.of(Payload.text(text)), KEPT);
    }

    /** Publishes these texts in order and returns their positions. */
    List<StreamPosition> publishAll(String channel, String... texts) {
        return Stream.of(texts)
                .map(text -> (Accepted) join(publish(channel, text)))
                .map(accepted -> Objects.requireNonNull(accepted.position()))
                .toList();
    }

    /** Returns the answer to a subscribe from a position. The subscription ends at once. */
    Subscribed recover(String channel, StreamPosition since, RecoveryMode mode) {
        var options = ChannelOptions.defaults().withHistory(MANY).recovery(mode);
        return (Subscribed) join(loop.call(() -> node.subscribe(loop, channel, options, since, new SingleAnswer())));
    }

    /** Returns the publications that a reader at this position has missed; null if it cannot recover. */
    @Nullable
    List<String> missed(String channel, StreamPosition since) {
        var answer = recover(channel, since, RecoveryMode.STREAM_RECOVERY);
        return answer.recovery() == Recovery.RECOVERED ? texts(answer) : null;
    }

    static List<String> texts(Subscribed answer) {
        return answer.publications().stream()
                .map(publication -> publication.payload().text())
                .toList();
    }

    private static <T> T join(CompletionStage<T> stage) {
        return stage.toCompletableFuture()
                .orTimeout(PATIENCE.toSeconds(), TimeUnit.SECONDS)
                .join();
    }

    @Override
    public void close() {
        node.close();
        try {
            loop.close();
        } catch (IllegalStateException failed) {
            // A timer of the node can be due while the loop ends.
            if (!(failed.getCause() instanceof RejectedExecutionException)) {
                throw failed;
            }
        }
    }
}
