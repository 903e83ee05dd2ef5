package dev.fanfare.engine.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.fanfare.engine.redis.connection.LinkState;
import dev.fanfare.engine.redis.server.RedisProcess;
import dev.fanfare.model.channel.Payload;
import dev.fanfare.model.channel.Publication;
import dev.fanfare.model.channel.PublishOptions;
import dev.fanfare.model.channel.PublishResult;
import io.lettuce.core.KillArgs;
import io.lettuce.core.cluster.SlotHash;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Runs the contract on one partition of a cluster. */
@Tag("full")
@Timeout(180)
class RedisPartitionBrokerTest extends RedisBrokerContract {
    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final int MANY = 20;
    private static RedisClusterServers cluster;

    @BeforeAll
    static void start() {
        cluster = new RedisClusterServers();
    }

    @AfterAll
    static void stop() {
        cluster.close();
    }

    @Override
    RedisSettings settings() {
        return TestRedis.settings(cluster.url()).withClusterPartitions(1);
    }

    @Override
    List<RedisProcess> servers() {
        return cluster.primaries();
    }

    @Test
    void messages_whileTheSlotMoves_areAccepted() {
        var settings = settings();
        var slot = SlotHash.getSlot(settings.locations().getFirst().keys().push("c"));
        try (var engine = new RedisEngine(settings)) {
            var all = new CompletableFuture<Void>();
            // Publications from the loop are received in one turn.
            engine.broker()
                    .start((channel, push) -> CompletableFuture.allOf(Stream.generate(() -> publish(engine, "other"))
                                    .limit(MANY)
                                    .toArray(CompletableFuture<?>[]::new))
                            .whenComplete((done, failure) -> {
                                if (failure == null) {
                                    all.complete(null);
                                } else {
                                    all.completeExceptionally(failure);
                                }
                            }));
            engine.ready().toCompletableFuture().join();
            engine.broker().subscribe("c").toCompletableFuture().join();

            cluster.whileSlotMoves(slot, () -> {
                publish(engine, "c").join();
                assertThat(all).succeedsWithin(PATIENCE);
            });
        }
    }

    @Test
    void connection_interruptedWhileTheSlotMoves_servesItsOtherChannels() {
        var settings = settings();
        var keys = settings.locations().getFirst().keys();
        try (var node = new TestNode(settings)) {
            var moved = node.publishAll("moved", "1").getFirst();
            var kept = node.publishAll("kept", "1").getFirst();
            var first = List.of(keys.meta("moved"), keys.stream("moved"));

            cluster.moveSlot(SlotHash.getSlot(keys.meta("moved")), first, () -> {
                servers()
                        .forEach(server -> RedisProcess.command(
                                server.port(), redis -> redis.clientKill(KillArgs.Builder.typePubsub())));
                await().atMost(PATIENCE).until(() -> state(node).interruptions() == 1);

                node.publishAll("kept", "2");
                assertThatThrownBy(() -> node.publishAll("moved", "2")).hasMessageContaining("ASK");
                assertThat(state(node).interruptions()).isEqualTo(1);
            });

            await().atMost(PATIENCE)
                    .ignoreException(CompletionException.class)
                    .until(() -> !node.publishAll("moved", "3").isEmpty());
            assertThat(node.missed("kept", kept)).containsExactly("2");
            assertThat(node.missed("moved", moved)).containsExactly("3");
        }
    }

    private static LinkState state(TestNode node) {
        return node.engine().health().servers().getFirst();
    }

    private static CompletableFuture<PublishResult> publish(RedisEngine engine, String channel) {
        return engine.broker()
                .publish(channel, Publication.of(Payload.text("x")), PublishOptions.NONE)
                .toCompletableFuture();
    }
}
