package dev.fanfare.core.node;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fanfare.core.fake.CountingMetrics;
import dev.fanfare.core.fake.Engines;
import dev.fanfare.core.fake.FakeClient;
import dev.fanfare.core.fake.HeldBroker;
import dev.fanfare.core.fake.VirtualLoop;
import dev.fanfare.core.fake.VirtualTime;
import dev.fanfare.core.hub.HubSettings;
import dev.fanfare.core.hub.PositionSettings;
import dev.fanfare.core.node.SubscribeResult.Subscribed;
import dev.fanfare.core.session.SessionSettings;
import dev.fanfare.model.channel.ChannelOptions;
import dev.fanfare.model.channel.HistoryRetention;
import dev.fanfare.model.channel.Payload;
import dev.fanfare.model.channel.Publication;
import dev.fanfare.model.channel.PublishOptions;
import dev.fanfare.model.channel.PublishResult.Accepted;
import dev.fanfare.model.channel.RecoveryMode;
import dev.fanfare.model.channel.StreamPosition;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** A node with one channel and a history of ten, on a broker whose answers and pushes the test can delay. */
final class PositionedChannel {
    static final String NAME = "news";
    static final Duration CHECK_INTERVAL = Duration.ofSeconds(40);
    static final Duration LAG = Duration.ofSeconds(5);
    static final int RECOVERY_LIMIT = 5;
    static final int RECENT_BYTES = 1000;
    private static final HistoryRetention TEN =
            new HistoryRetention(10, Duration.ofMinutes(10), Duration.ofMinutes(60));
    private static final SessionSettings SESSION =
            new SessionSettings(1 << 20, 10, Duration.ZERO, Duration.ofSeconds(1), Duration.ofSeconds(5));

    final VirtualTime time = new VirtualTime();
    final VirtualLoop loop = new VirtualLoop(time);
    final HeldBroker broker = new HeldBroker(loop);
    final CountingMetrics metrics = new CountingMetrics();
    final Node node;

    PositionedChannel() {
        var hub = HubSettings.DEFAULTS.withPositions(new PositionSettings(CHECK_INTERVAL, LAG, RECENT_BYTES));
        var settings = new NodeSettings(SESSION, hub, PresenceSettings.DEFAULTS, RECOVERY_LIMIT);
        node = new Node(List.of(loop), Engines.of(broker), settings, metrics);
    }

    static ChannelOptions options(RecoveryMode mode) {
        return ChannelOptions.defaults().withHistory(TEN).recovery(mode);
    }

    FakeClient connect() {
        return FakeClient.connect(node, loop);
    }

    /** Subscribes without waiting. */
    CompletableFuture<SubscribeResult> subscribe(FakeClient client, RecoveryMode mode, @Nullable StreamPosition since) {
        var result = client.subscribe(NAME, options(mode), since);
        runAll();
        return result;
    }

    /** Creates a subscribed client. */
    FakeClient subscribed(RecoveryMode mode) {
        var client = connect();
        assertThat(subscribe(client, mode, null)).isCompletedWithValueMatching(Subscribed.class::isInstance);
        return client;
    }

    /** Publishes with history, and returns the position of the last publication. */
    StreamPosition publish(String... texts) {
        StreamPosition last = null;
        for (var text : texts) {
            var options = PublishOptions.NONE.withRetention(TEN);
            var answer = node.publish(NAME, Publication.of(Payload.text(text)), options);
            last = ((Accepted) answer.toCompletableFuture().join()).position();
            runAll();
        }
        return Objects.requireNonNull(last);
    }

    static StreamPosition before(StreamPosition position, int offsets) {
        return new StreamPosition(position.epoch(), position.offset() - offsets);
    }

    static List<String> texts(Subscribed result) {
        return result.publications().stream()
                .map(publication -> publication.payload().text())
                .toList();
    }

    void runAll() {
        time.advance(Duration.ZERO);
    }
}
