package dev.fanfare.engine.redis;

import static io.lettuce.core.protocol.CommandType.HMGET;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.fanfare.core.port.HistoryBroker.HistoryPage;
import dev.fanfare.core.port.HistoryBroker.HistoryQuery;
import dev.fanfare.engine.redis.server.RedisProcess;
import dev.fanfare.model.channel.EngineException;
import dev.fanfare.model.channel.HistoryRetention;
import dev.fanfare.model.channel.Payload;
import dev.fanfare.model.channel.Publication;
import dev.fanfare.model.channel.PublishOptions;
import dev.fanfare.model.channel.PublishResult.Accepted;
import dev.fanfare.model.channel.StreamPosition;
import io.lettuce.core.AclSetuserArgs;
import io.lettuce.core.api.sync.RedisCommands;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The commands that returning readers cause on the server, and the publications that they receive. */
class RedisRecoveryTest {
    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final String CHANNEL = "news";
    private static final int KEPT = 50;
    private static final int PUBLISHED = 60;
    private static final int LIMIT = 30;
    private static final int READERS = 1_000;
    private static final int ROUNDS = 20;
    private static final int READS = 200;
    private static final int LONG_NAME = 6_000;
    private static final PublishOptions KEEP = PublishOptions.NONE.withRetention(
            new HistoryRetention(KEPT, Duration.ofMinutes(10), Duration.ofMinutes(60)));

    private final RedisProcess server = RedisProcess.start();
    private final RedisSettings settings = TestRedis.settings(server.url());
    private final RedisEngine engine = new RedisEngine(settings);
    private StreamPosition top = StreamPosition.NONE;

    @BeforeEach
    void publish() {
        engine.broker().start(new Heard());
        for (int i = 1; i <= PUBLISHED; i++) {
            var result = join(engine.broker().publish(CHANNEL, Publication.of(Payload.text("" + i)), KEEP));
            top = Objects.requireNonNull(((Accepted) result).position());
        }
        RedisProcess.command(server.port(), redis -> redis.configResetstat());
    }

    @AfterEach
    void close() {
        engine.close();
        server.close();
    }

    @Test
    void missed_manyReaders_shareReads() {
        var pages = IntStream.range(0, READERS)
                .mapToObj(i -> missed(top.offset() - i % LIMIT).toCompletableFuture())
                .toList();

        for (int i = 0; i < READERS; i++) {
            int missed = i % LIMIT;
            assertThat(offsets(join(pages.get(i))))
                    .isEqualTo(IntStream.rangeClosed(PUBLISHED - missed + 1, PUBLISHED)
                            .mapToObj(Long::valueOf)
                            .toList());
        }
        assertThat(calls("xrange")).isLessThan(READERS / 2);
    }

    @Test
    void missed_nothingOrUnrecoverable_readsNoPage() {
        var epoch = top.epoch();
        var others = List.of(
                top,
                new StreamPosition(epoch, top.offset() + 1),
                new StreamPosition(epoch, top.offset() - LIMIT - 1),
                new StreamPosition("another", top.offset() - 1));

        for (var since : others) {
            assertThat(join(engine.broker().missed(CHANNEL, since, LIMIT))).isEqualTo(new HistoryPage(List.of(), top));
        }
        assertThat(join(engine.broker().missed(CHANNEL, new StreamPosition(epoch, 1), PUBLISHED)))
                .isEqualTo(new HistoryPage(List.of(), top));
        assertThat(join(engine.broker().missed("unknown", top, LIMIT)))
                .isEqualTo(new HistoryPage(List.of(), StreamPosition.NONE));
        assertThat(calls("xrange")).isEqualTo(others.size() + 2);
    }

    @Test
    void missed_limitOfTheHistory_isRecovered() {
        long oldest = PUBLISHED - KEPT;

        var page = join(engine.broker().missed(CHANNEL, new StreamPosition(top.epoch(), oldest), KEPT));

        assertThat(page.publications()).hasSize(KEPT);
        assertThat(page.publications().getFirst().payload().text()).isEqualTo("" + (oldest + 1));
    }

    @Test
    void history_refusedByTheServer_failsThisReadOnly() {
        var query = new HistoryQuery(null, 1, true);
        RedisProcess.command(
                server.port(), redis -> redis.aclSetuser("default", permitted().removeCommand(HMGET)));
        assertThatThrownBy(() -> join(engine.broker().history(CHANNEL, query)))
                .hasCauseInstanceOf(EngineException.class)
                .hasMessageContaining("NOPERM");
        RedisProcess.command(server.port(), redis -> redis.aclSetuser("default", permitted()));

        assertThat(join(engine.broker().history(CHANNEL, query)).publications()).hasSize(1);
    }

    @Test
    void reads_memoryOfRedisFull_succeed() {
        try (var node = new TestNode(settings)) {
            join(node.engine().ready());
            RedisProcess.command(server.port(), redis -> redis.configSet("maxmemory", "1"));
            assertThatThrownBy(() ->
                            join(engine.broker().publish(CHANNEL, Publication.of(Payload.text("too much")), KEEP)))
                    .hasMessageContaining("OOM");

            assertThat(offsets(join(engine.broker().history(CHANNEL, new HistoryQuery(null, 2, true)))))
                    .containsExactly(top.offset(), top.offset() - 1);
            assertThat(offsets(join(missed(top.offset() - 1)))).containsExactly(top.offset());
            assertThat(node.missed(CHANNEL, new StreamPosition(top.epoch(), top.offset() - 2)))
                    .containsExactly("" + (PUBLISHED - 1), "" + PUBLISHED);
        }
    }

    /**
     * The text of each publication is its offset, in every epoch. The long name divides the commands of a read among
     * several packets, so that Redis runs other commands between them.
     */
    @Test
    void history_publishedAndFailedOverMeanwhile_isConsistent() throws InterruptedException {
        var channel = "x".repeat(LONG_NAME);
        var done = new AtomicBoolean();
        var published = new AtomicInteger();
        try (var writer = new RedisEngine(settings)) {
            writer.broker().start(new Heard());
            var publisher = Thread.ofPlatform().start(() -> {
                while (!done.get()) {
                    var text = Integer.toString(published.get() + 1);
                    join(writer.broker().publish(channel, Publication.of(Payload.text(text)), KEEP));
                    published.incrementAndGet();
                }
            });
            await().atMost(PATIENCE).until(() -> published.get() > KEPT);
            server.run(redis -> IntStream.range(0, ROUNDS).forEach(round -> readDuringFailover(channel, redis)));
            done.set(true);
            publisher.join();
        }
    }

    private void readDuringFailover(String channel, RedisCommands<String, String> redis) {
        var pages = new LinkedHashMap<HistoryQuery, CompletionStage<HistoryPage>>();
        for (int i = 1; i <= READS; i++) {
            var query = new HistoryQuery(null, i, i % 2 == 0);
            pages.put(query, engine.broker().history(channel, query));
        }
        RedisProcess.debug(redis, "CHANGE-REPL-ID");
        pages.forEach((query, page) -> assertConsistent(query, join(page)));
    }

    private static void assertConsistent(HistoryQuery query, HistoryPage page) {
        var offsets = offsets(page);
        assertThat(page.publications())
                .extracting(each -> each.payload().text())
                .isEqualTo(texts(offsets));
        assertThat(offsets).hasSize(Math.min(query.limit(), KEPT));
        long first = offsets.getFirst();
        int step = query.reverse() ? -1 : 1;
        assertThat(offsets)
                .isEqualTo(IntStream.range(0, offsets.size())
                        .mapToObj(i -> first + (long) step * i)
                        .toList());
        long top = page.top().offset();
        if (query.reverse()) {
            assertThat(first).isEqualTo(top);
        } else if (query.limit() >= KEPT) {
            assertThat(offsets.getLast()).isEqualTo(top);
        } else {
            assertThat(offsets.getLast()).isLessThanOrEqualTo(top);
        }
    }

    private static List<String> texts(List<Long> offsets) {
        return offsets.stream().map(Object::toString).toList();
    }

    @Test
    void history_identicalQueries_areReadOnce() {
        var query = new HistoryQuery(null, LIMIT, true);

        var pages = IntStream.range(0, READERS)
                .mapToObj(i -> engine.broker().history(CHANNEL, query))
                .toList();

        pages.forEach(page -> assertThat(join(page).publications()).hasSize(LIMIT));
        assertThat(calls("xrevrange")).isLessThan(READERS / 2);
    }

    @Test
    void position_identicalReads_areReadOnce() {
        var retention = Objects.requireNonNull(KEEP.retention());

        var tops = IntStream.range(0, READERS)
                .mapToObj(i -> engine.broker().position(CHANNEL, retention))
                .toList();

        tops.forEach(each -> assertThat(join(each)).isEqualTo(top));
        assertThat(calls("evalsha")).isLessThan(READERS / 2);
    }

    private static AclSetuserArgs permitted() {
        return new AclSetuserArgs().allCommands();
    }

    private CompletionStage<HistoryPage> missed(long since) {
        return engine.broker().missed(CHANNEL, new StreamPosition(top.epoch(), since), LIMIT);
    }

    private static List<Long> offsets(HistoryPage page) {
        return page.publications().stream()
                .map(publication ->
                        Objects.requireNonNull(publication.position()).offset())
                .toList();
    }

    private int calls(String command) {
        return RedisProcess.calls(server.port(), command);
    }

    private static <T> T join(CompletionStage<T> stage) {
        return stage.toCompletableFuture()
                .orTimeout(PATIENCE.toSeconds(), TimeUnit.SECONDS)
                .join();
    }
}
