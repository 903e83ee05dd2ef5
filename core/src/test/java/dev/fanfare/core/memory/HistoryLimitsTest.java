package dev.fanfare.core.memory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.fanfare.core.budget.HistoryShares;
import dev.fanfare.core.budget.MemoryGovernor;
import dev.fanfare.core.budget.MemoryLimits;
import dev.fanfare.core.fake.VirtualLoop;
import dev.fanfare.core.port.HistoryBroker.HistoryPage;
import dev.fanfare.core.port.HistoryBroker.HistoryQuery;
import dev.fanfare.model.channel.ClientInfo;
import dev.fanfare.model.channel.HistoryRetention;
import dev.fanfare.model.channel.LimitExceededException;
import dev.fanfare.model.channel.Payload;
import dev.fanfare.model.channel.Publication;
import dev.fanfare.model.channel.PublishOptions;
import dev.fanfare.model.channel.StreamPosition;
import dev.fanfare.model.monitoring.MemoryKind;
import java.time.Duration;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletionException;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HistoryLimitsTest {
    private static final int LIMIT = 1_000_000;
    private static final int PAYLOAD = 1_000;
    /** More publications than fit. */
    private static final int MANY = 2 * LIMIT / PAYLOAD;

    private static final Duration AGE = Duration.ofMinutes(10);
    private static final Duration META_AGE = Duration.ofMinutes(20);

    /** Publications for a second, positions for a day. */
    private static final HistoryRetention BRIEF =
            new HistoryRetention(1, Duration.ofSeconds(1), Duration.ofDays(1)).withShare("chat");

    private final VirtualLoop time = new VirtualLoop();
    private final MemoryGovernor governor = new MemoryGovernor(MemoryLimits.NONE
            .with(MemoryKind.HISTORIES, LIMIT)
            .with(MemoryKind.METADATA, LIMIT)
            .with(new HistoryShares(60, 25)));
    private final MemoryBroker broker = started(new MemoryBroker(time, new Random(1), governor));

    @Test
    void publish_aboveLimitOfUser_isRefused() {
        int accepted = flood("chat", "mallory", "flood");

        assertThat(accepted * PAYLOAD).isBetween(LIMIT / 10, LIMIT * 15 / 100);
        assertThatThrownBy(() -> publish("chat", "mallory", "chat:more", PAYLOAD))
                .hasCauseInstanceOf(LimitExceededException.class)
                .hasMessageContaining("one user in the histories of chat would hold more than 150000 bytes");
        publish("chat", "ann", "chat:calm", PAYLOAD);
        publish("news", "mallory", "news:calm", PAYLOAD);
        publish("chat", null, "chat:flood-0", PAYLOAD);
    }

    @Test
    void publish_aboveLimitOfShare_isRefused() {
        int accepted = flood("chat", null, "flood");

        assertThat(accepted * PAYLOAD).isBetween(LIMIT / 2, LIMIT * 60 / 100);
        assertThatThrownBy(() -> publish("chat", "ann", "chat:more", PAYLOAD))
                .hasCauseInstanceOf(LimitExceededException.class)
                .hasMessageContaining("the histories of chat would hold more than 600000 bytes");
        publish("news", "ann", "news:calm", PAYLOAD);
        assertThat(governor.budget(MemoryKind.HISTORIES).refused()).isPositive();
    }

    @Test
    void publish_refused_changesNothing() {
        flood("chat", null, "flood");
        var before = history("chat:flood-0");
        long used = governor.budget(MemoryKind.HISTORIES).used();

        assertThatThrownBy(() -> publish("chat", "ann", "chat:flood-0", PAYLOAD))
                .hasCauseInstanceOf(LimitExceededException.class);

        assertThat(history("chat:flood-0")).isEqualTo(before);
        assertThat(governor.budget(MemoryKind.HISTORIES).used()).isEqualTo(used);
    }

    @Test
    void publish_fullRingOfFullShare_replacesTheOldest() {
        for (int i = 0; i < MANY; i++) {
            publish("chat", "ann", "chat:room", 10 * PAYLOAD, 5);
        }

        assertThat(history("chat:room").publications()).hasSize(5);
    }

    @Test
    void publish_nodeFull_evictsTheLargestShare() {
        publish("calm", null, "calm:room", PAYLOAD);
        var calm = history("calm:room");
        int accepted = flood("chat", null, "flood");
        for (int i = 0; i < MANY; i++) {
            publish("news", null, "news:" + i % 45, PAYLOAD, 10);
        }
        long left = IntStream.range(0, accepted)
                .filter(i -> !history("chat:flood-" + i).publications().isEmpty())
                .count();

        assertThat(history("calm:room")).isEqualTo(calm);
        assertThat(history("news:0").publications()).hasSize(10);
        assertThat(governor.budget(MemoryKind.HISTORIES).used()).isLessThanOrEqualTo(LIMIT);
        assertThat(governor.budget(MemoryKind.HISTORIES).shed()).isPositive();
        assertThat(left).isBetween(accepted / 2L, accepted - 1L);
    }

    @Test
    void publish_nodeFull_evictsTheLargestHistoryOfTheShare() {
        for (int i = 0; i < 100; i++) {
            publish("chat", null, "chat:small-" + i, PAYLOAD);
        }
        for (int i = 0; i < 400; i++) {
            publish("chat", null, "chat:large", PAYLOAD);
        }
        for (int i = 0; i < 400; i++) {
            publish("news", null, "news:" + i, PAYLOAD);
        }

        assertThat(history("chat:large").top()).isEqualTo(StreamPosition.NONE);
        for (int i = 0; i < 100; i++) {
            assertThat(history("chat:small-" + i).publications()).hasSize(1);
        }
    }

    @Test
    void publish_evictedChannel_hasANewEpoch() {
        for (int i = 0; i < 300; i++) {
            publish("chat", null, "chat:large", PAYLOAD);
        }
        var before = history("chat:large").top();
        for (int share = 0; share < 10; share++) {
            for (int i = 0; i < 100; i++) {
                publish("share-" + share, null, share + ":" + i, PAYLOAD);
            }
        }

        publish("chat", null, "chat:large", PAYLOAD);

        assertThat(history("chat:large").top().offset()).isEqualTo(1);
        assertThat(history("chat:large").top().epoch()).isNotEqualTo(before.epoch());
    }

    @Test
    void position_ofManyChannels_isRefusedAndOthersContinue() {
        int channels = 0;
        try {
            for (; channels < LIMIT / 100; channels++) {
                position("chat", "chat:" + channels);
            }
        } catch (CompletionException refused) {
            assertThat(refused).hasCauseInstanceOf(LimitExceededException.class).hasMessageContaining("of chat");
        }

        assertThat(channels).isBetween(1_000, LIMIT / 200);
        position("chat", "chat:0");
        position("news", "news:0");
        time.advance(HistoryRetention.DEFAULT_UNPUBLISHED_AGE.plusSeconds(2));
        position("chat", "chat:more");
        assertThat(broker.size()).isEqualTo(1);
    }

    @Test
    void position_nodeFull_namesTheLimitOfTheNode() {
        assertThatThrownBy(() -> floodPositions("chat"))
                .hasMessageContaining("of chat would hold more than 600000 bytes");
        assertThatThrownBy(() -> floodPositions("news"))
                .hasCauseInstanceOf(LimitExceededException.class)
                .hasMessageContaining("of this node would hold more than 1000000 bytes");
    }

    @Test
    void position_full_replacesIdlePositions() {
        for (int i = 0; i < LIMIT / 100; i++) {
            publish("chat:" + i, publication(null, 1), BRIEF);
            if (i % 1_000 == 0) {
                time.advance(Duration.ofSeconds(61));
                position("chat", "chat:0");
            }
        }

        assertThat(governor.budget(MemoryKind.METADATA).used()).isLessThanOrEqualTo(LIMIT * 6 / 10);
        assertThat(governor.budget(MemoryKind.METADATA).shed()).isPositive();
        assertThat(history("chat:0").top().offset()).isEqualTo(1);
        assertThat(history("chat:1").top()).isEqualTo(StreamPosition.NONE);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4})
    void memory_randomUse_isReleased(long seed) {
        var random = new Random(seed);
        long peak = 0;
        for (int step = 0; step < 4_000; step++) {
            var share = "share-" + random.nextInt(4);
            var channel = share + ":" + random.nextInt(200);
            switch (random.nextInt(100)) {
                case 0 -> broker.removeHistory(channel).toCompletableFuture().join();
                case 1 -> time.advance(Duration.ofSeconds(random.nextInt(60)));
                case 2, 3, 4 -> broker.position(channel, retention(share, 5));
                default -> {
                    var user = random.nextInt(3) == 0 ? null : "user-" + random.nextInt(5);
                    var retention = retention(share, 1 + random.nextInt(20));
                    var options = PublishOptions.NONE.withRetention(retention);
                    var keyed = random.nextInt(10) == 0 ? options.withIdempotencyKey("k" + step) : options;
                    broker.publish(channel, publication(user, random.nextInt(5 * PAYLOAD)), keyed);
                }
            }
            peak = Math.max(peak, governor.budget(MemoryKind.HISTORIES).used());
        }
        assertThat(peak).as("seed " + seed).isBetween(LIMIT / 2L, (long) LIMIT);

        time.advance(META_AGE.plusMinutes(1));

        assertThat(governor.budget(MemoryKind.HISTORIES).used())
                .as("seed " + seed)
                .isZero();
        assertThat(governor.budget(MemoryKind.METADATA).used())
                .as("seed " + seed)
                .isZero();
    }

    @Test
    void close_afterPublish_releasesMemory() {
        flood("chat", "ann", "flood");
        broker.publish("chat:key", publication(null, 1), PublishOptions.NONE.withIdempotencyKey("key"));

        broker.close();

        assertThat(governor.budget(MemoryKind.HISTORIES).used()).isZero();
        assertThat(governor.budget(MemoryKind.METADATA).used()).isZero();
    }

    @Test
    void idempotencyKeys_overTheirPart_leaveRoomForPositions() {
        assertThatThrownBy(() -> {
                    for (int i = 0; i < LIMIT; i++) {
                        var keyed = PublishOptions.NONE.withIdempotencyKey("key-" + i);
                        broker.publish("news", publication(null, 1), keyed)
                                .toCompletableFuture()
                                .join();
                    }
                })
                .hasCauseInstanceOf(LimitExceededException.class);

        assertThat(broker.position("chat:new", retention("chat", 1)).toCompletableFuture())
                .isCompleted();
        assertThat(governor.budget(MemoryKind.METADATA).used()).isLessThanOrEqualTo(LIMIT * 6 / 10);
    }

    /** Publishes to new channels until a publish is refused; returns the number of accepted publications. */
    private int flood(String share, @Nullable String user, String name) {
        for (int i = 0; i < MANY; i++) {
            try {
                publish(share, user, share + ":" + name + "-" + i, PAYLOAD);
            } catch (CompletionException refused) {
                assertThat(refused).hasCauseInstanceOf(LimitExceededException.class);
                return i;
            }
        }
        return MANY;
    }

    private void publish(String share, @Nullable String user, String channel, int bytes) {
        publish(share, user, channel, bytes, MANY);
    }

    private void publish(String share, @Nullable String user, String channel, int bytes, int size) {
        publish(channel, publication(user, bytes), retention(share, size));
    }

    private void publish(String channel, Publication publication, HistoryRetention retention) {
        broker.publish(channel, publication, PublishOptions.NONE.withRetention(retention))
                .toCompletableFuture()
                .join();
    }

    private void position(String share, String channel) {
        broker.position(channel, retention(share, 1)).toCompletableFuture().join();
    }

    private void floodPositions(String share) {
        for (int i = 0; i < LIMIT; i++) {
            position(share, share + ":" + i);
        }
    }

    private HistoryPage history(String channel) {
        return broker.history(channel, new HistoryQuery(null, -1, false))
                .toCompletableFuture()
                .join();
    }

    private static Publication publication(@Nullable String user, int bytes) {
        var publisher = user == null ? null : new ClientInfo("client-of-" + user, user);
        return new Publication(Payload.text("x".repeat(bytes)), null, Map.of(), publisher);
    }

    private static HistoryRetention retention(String share, int size) {
        return new HistoryRetention(size, AGE, META_AGE).withShare(share);
    }

    private static MemoryBroker started(MemoryBroker broker) {
        broker.start((channel, push) -> {});
        return broker;
    }
}
