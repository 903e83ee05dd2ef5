package dev.fanfare.engine.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.fanfare.core.contract.PresenceStoreContract;
import dev.fanfare.core.port.PresenceStore;
import dev.fanfare.core.port.PresenceStore.PresenceStats;
import dev.fanfare.engine.redis.server.RedisProcess;
import dev.fanfare.model.channel.ClientInfo;
import dev.fanfare.model.channel.Payload;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The contract of presence stores, on the servers of a test. */
@Execution(ExecutionMode.CONCURRENT)
abstract class RedisPresenceContract extends PresenceStoreContract {
    private static final Duration MINUTE = Duration.ofMinutes(1);
    /** More than one script call removes. */
    private static final int MANY = 1_200;

    private final RedisSettings settings = settings();
    private final List<RedisEngine> engines = new ArrayList<>();

    /** Settings with a unique prefix and one location for all channels. */
    abstract RedisSettings settings();

    /** The location of the keys. */
    abstract List<RedisProcess> servers();

    @Override
    protected List<? extends PresenceStore> create(int nodes) {
        IntStream.range(0, nodes).forEach(i -> engines.add(new RedisEngine(settings)));
        return engines.stream().map(RedisEngine::presence).toList();
    }

    @AfterEach
    void closeEngines() {
        engines.forEach(RedisEngine::close);
    }

    @Override
    protected void elapse(Duration duration) {
        new RedisTime(settings, servers()).elapse(duration);
    }

    @Test
    void members_manyExpired_areRemovedInSteps() {
        var store = engines.getFirst().presence();
        join(store.add("many", new ClientInfo("stays", "stays"), MINUTE.multipliedBy(10)));
        join(CompletableFuture.allOf(IntStream.range(0, MANY)
                .mapToObj(i -> store.add("many", new ClientInfo("c" + i, "u" + i), MINUTE)
                        .toCompletableFuture())
                .toArray(CompletableFuture<?>[]::new)));
        elapse(MINUTE.plusSeconds(1));

        join(store.add("many", new ClientInfo("new", "new"), MINUTE.multipliedBy(10)));

        assertThat(kept()).isBetween(MANY / 2, MANY);
        assertThat(join(store.stats("many"))).isEqualTo(new PresenceStats(2, 2));
        assertThat(join(store.members("many"))).containsOnlyKeys("stays", "new");
        assertThat(kept()).isEqualTo(2);
    }

    @Test
    void members_moreThanAPage_areReadInPages() {
        var store = engines.getFirst().presence();
        int many = PresenceReader.PAGE * 2 + 1;
        join(CompletableFuture.allOf(IntStream.range(0, many)
                .mapToObj(i -> store.add("many", info(i), MINUTE).toCompletableFuture())
                .toArray(CompletableFuture<?>[]::new)));

        var members = join(engines.getLast().presence().members("many"));

        assertThat(members).hasSize(many);
        for (int i = 0; i < many; i++) {
            assertThat(members).containsEntry("c" + i, info(i));
        }
        join(store.remove("many", "c0"));
        await().atMost(MINUTE)
                .until(() -> !join(engines.getLast().presence().members("many")).containsKey("c0"));
    }

    @Test
    void entries_deleted_areReported() {
        var store = engines.getFirst().presence();
        var reported = new CopyOnWriteArrayList<Predicate<String>>();
        store.onEntriesLost(reported::add);
        join(store.add("deleted", info(1), MINUTE));
        join(store.add("kept", info(1), MINUTE));

        delete(settings.locations().getFirst().keys().userOf("deleted"));

        await().atMost(MINUTE).until(() -> reported.stream().anyMatch(affected -> affected.test("deleted")));
        assertThat(reported).noneMatch(affected -> affected.test("kept"));
    }

    /** A node creates the keys again before the other node checks its own client. */
    @Test
    void entries_deletedAndCreatedAgain_areReportedByEachNode() {
        var reported = new ConcurrentHashMap<PresenceStore, Boolean>();
        for (var engine : engines) {
            var store = engine.presence();
            store.onEntriesLost(affected -> reported.put(store, affected.test("deleted")));
            join(store.add("deleted", info(engines.indexOf(engine)), MINUTE));
        }

        delete(settings.locations().getFirst().keys().presence("deleted"));
        join(engines.getFirst().presence().add("deleted", info(2), MINUTE));

        await().atMost(MINUTE).until(() -> reported.size() == engines.size());
        assertThat(reported).doesNotContainValue(false);
    }

    @Test
    void entries_listenerThrows_areCheckedFurther() {
        var store = engines.getFirst().presence();
        var reports = new AtomicInteger();
        store.onEntriesLost(affected -> {
            if (reports.incrementAndGet() == 1) {
                throw new IllegalStateException("thrown by the listener of this test");
            }
        });
        var keys = settings.locations().getFirst().keys().presence("deleted");
        for (int report = 1; report <= 2; report++) {
            int expected = report;
            join(store.add("deleted", info(1), MINUTE));
            delete(keys);
            await().atMost(MINUTE).until(() -> reports.get() == expected);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2})
    void entries_oneKeyDeleted_areCountedAgain(int key) {
        var store = engines.getFirst().presence();
        var all = List.of(new ClientInfo("c1", "alice"), new ClientInfo("c2", "alice"), new ClientInfo("c3", "bob"));
        all.forEach(info -> join(store.add("room", info, MINUTE)));

        delete(settings.locations().getFirst().keys().presence("room")[key]);
        all.forEach(info -> join(store.add("room", info, MINUTE)));

        assertThat(join(store.members("room"))).hasSize(3);
        assertThat(join(store.stats("room"))).isEqualTo(new PresenceStats(3, 2));
        join(store.remove("room", "c1"));
        join(store.remove("room", "c2"));
        assertThat(join(store.stats("room"))).isEqualTo(new PresenceStats(1, 1));
    }

    /** Clients of a crashed node are not added again, so they must expire. */
    @Test
    void entries_expiriesDeleted_expire() {
        var store = engines.getFirst().presence();
        join(store.add("room", info(0), MINUTE));
        join(store.add("room", info(1), MINUTE));

        delete(settings.locations().getFirst().keys().clients("room"));
        join(store.add("room", info(1), MINUTE.multipliedBy(2)));
        assertThat(join(store.members("room"))).containsOnlyKeys("c0", "c1");
        elapse(MINUTE.plusSeconds(1));
        join(store.add("room", info(1), MINUTE.multipliedBy(2)));
        elapse(MINUTE.plusSeconds(1));

        assertThat(join(store.members("room"))).containsOnlyKeys("c1");
        assertThat(join(store.stats("room"))).isEqualTo(new PresenceStats(1, 1));
    }

    @Test
    void entries_usersOfManyClientsDeleted_areRemoved() {
        var store = engines.getFirst().presence();
        join(CompletableFuture.allOf(IntStream.range(0, MANY)
                .mapToObj(i -> store.add("many", info(i), MINUTE).toCompletableFuture())
                .toArray(CompletableFuture<?>[]::new)));

        delete(settings.locations().getFirst().keys().users("many"));
        join(store.add("many", info(0), MINUTE));

        assertThat(join(store.stats("many"))).isEqualTo(new PresenceStats(1, 1));
        assertThat(join(store.members("many"))).isEqualTo(Map.of("c0", info(0)));
    }

    /** Deletes the keys on the server that has them. */
    private void delete(String... keys) {
        int deleted = 0;
        for (var server : servers()) {
            var found = new AtomicInteger();
            server.run(redis -> {
                if (Stream.of(keys).anyMatch(key -> redis.keys(key).contains(key))) {
                    found.set(Math.toIntExact(redis.del(keys)));
                }
            });
            deleted += found.get();
        }
        assertThat(deleted).isPositive();
    }

    /** A client with data if its number is even. */
    private static ClientInfo info(int i) {
        return new ClientInfo("c" + i, "u" + i, i % 2 == 0 ? Payload.text("data " + i) : null, null);
    }

    /** The clients that the servers store, including expired ones. */
    private int kept() {
        var key = settings.locations().getFirst().keys().clients("many");
        var counts = new ArrayList<Long>();
        for (var server : servers()) {
            RedisProcess.command(server.port(), redis -> {
                if (redis.keys(key).contains(key)) {
                    counts.add(redis.zcard(key));
                }
            });
        }
        return counts.stream().mapToInt(Math::toIntExact).sum();
    }

    private static <T> T join(CompletionStage<T> stage) {
        return stage.toCompletableFuture()
                .orTimeout(MINUTE.toSeconds(), TimeUnit.SECONDS)
                .join();
    }
}
