package dev.fanfare.engine.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.fanfare.core.port.BrokerListener;
import dev.fanfare.core.port.HistoryBroker.HistoryQuery;
import dev.fanfare.engine.redis.server.RedisProcess;
import dev.fanfare.model.channel.ClientInfo;
import dev.fanfare.model.channel.EngineUnavailableException;
import dev.fanfare.model.channel.HistoryRetention;
import dev.fanfare.model.channel.Payload;
import dev.fanfare.model.channel.Publication;
import dev.fanfare.model.channel.PublishOptions;
import dev.fanfare.model.channel.PublishResult;
import dev.fanfare.model.channel.PublishResult.Accepted;
import dev.fanfare.model.channel.PublishResult.Suppressed;
import dev.fanfare.model.channel.Push;
import dev.fanfare.model.channel.StreamPosition;
import io.lettuce.core.AclSetuserArgs;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Publications that wait for the same server, and are therefore sent together. */
class PublishBatchesTest {
    private static final RedisProcess SERVER = RedisProcess.start();
    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final String LAST = "last";
    private static final PublishOptions HISTORY =
            PublishOptions.NONE.withRetention(HistoryRetention.of(500, Duration.ofMinutes(1)));

    private final RedisSettings settings = TestRedis.settings(SERVER.url());
    private final RedisEngine engine = new RedisEngine(settings);
    private final Together together = new Together();

    /** Runs actions on the loop of the engine, so that their publications arrive there in one turn. */
    private static final class Together implements BrokerListener {
        private static final String CHANNEL = "together";
        private final List<Push> heard = new ArrayList<>();
        private final CompletableFuture<List<Push>> end = new CompletableFuture<>();
        private volatile Runnable action = () -> {};

        @Override
        public void onPush(String channel, Push push) {
            if (channel.equals(CHANNEL)) {
                action.run();
            } else if (push instanceof Publication last && last.payload().text().equals(LAST)) {
                end.complete(List.copyOf(heard));
            } else {
                heard.add(push);
            }
        }

        @Override
        public void onInterrupted() {}
    }

    @BeforeEach
    void start() {
        engine.broker().start(together);
        join(engine.ready());
        for (var channel : List.of(Together.CHANNEL, "a", "b")) {
            join(engine.broker().subscribe(channel));
        }
    }

    @AfterEach
    void close() {
        RedisProcess.command(SERVER.port(), redis -> redis.configSet("maxmemory", "0"));
        engine.close();
    }

    @AfterAll
    static void stop() {
        SERVER.close();
    }

    @Test
    void history_many_shareFewCalls() {
        join(publish("a", "0", HISTORY));
        RedisProcess.command(SERVER.port(), redis -> redis.configResetstat());

        var results = together(() -> IntStream.range(0, 200)
                .mapToObj(i -> publish(i % 2 == 0 ? "a" : "b", "x" + i, HISTORY))
                .toList());

        assertThat(RedisProcess.calls(SERVER.port(), "evalsha")).isLessThanOrEqualTo(8);
        assertThat(RedisProcess.calls(SERVER.port(), "xadd")).isEqualTo(200);
        for (int i = 0; i < 200; i++) {
            assertThat(position(join(results.get(i))).offset()).isEqualTo(i % 2 == 0 ? i / 2 + 2 : i / 2 + 1);
        }
    }

    @Test
    void messages_many_areDeliveredInOrder() {
        together(() -> IntStream.range(0, 200)
                .mapToObj(i -> publish("a", "x" + i, PublishOptions.NONE))
                .toList());

        assertThat(heard())
                .containsExactlyElementsOf(
                        IntStream.range(0, 200).mapToObj(i -> "x" + i).toList());
    }

    @Test
    void message_refused_othersSucceed() {
        // The server closes connections with subscriptions that become forbidden, so "c" has none.
        permit(AclSetuserArgs.Builder.resetChannels()
                .channelPattern("*:push:{[abt]*}")
                .channelPattern("*:probe:*"));
        try {
            var results = together(() -> List.of(
                    publish("a", "1", PublishOptions.NONE),
                    publish("c", "2", PublishOptions.NONE),
                    publish("a", "3", PublishOptions.NONE)));

            assertThat(join(results.get(0))).isEqualTo(new Accepted(null));
            assertThatThrownBy(() -> join(results.get(1)))
                    .hasCauseInstanceOf(EngineUnavailableException.class)
                    .hasMessageContaining("NOPERM");
            assertThat(join(results.get(2))).isEqualTo(new Accepted(null));
        } finally {
            permit(AclSetuserArgs.Builder.allChannels());
        }
    }

    @Test
    void differentOptions_keepTheOrder() {
        var client = new ClientInfo("c", "alice");
        var results = together(() -> {
            var stages = new ArrayList<CompletionStage<?>>();
            for (int round = 0; round < 3; round++) {
                stages.add(publish("a", "plain" + round, PublishOptions.NONE));
                stages.add(publish("a", "kept" + round, HISTORY));
                stages.add(engine.broker().join("a", client));
                stages.add(publish("a", "once" + round, HISTORY.withIdempotencyKey("k" + round)));
                stages.add(publish("a", "key" + round, PublishOptions.NONE.withIdempotencyKey("p" + round)));
                stages.add(publish("a", "skip" + round, HISTORY.withSkippedHistory()));
                stages.add(publish("a", "version" + round, HISTORY.withVersion(round + 1, "")));
                stages.add(engine.broker().leave("a", client));
            }
            return stages;
        });

        results.forEach(PublishBatchesTest::join);
        assertThat(heard().stream().map(each -> each.replaceAll("\\d$", "")))
                .hasSize(24)
                .startsWith("plain", "kept", "Join", "once", "key", "skip", "version", "Leave")
                .endsWith("plain", "kept", "Join", "once", "key", "skip", "version", "Leave");
        assertThat(position(join(publish("a", "end", HISTORY))).offset()).isEqualTo(10);
    }

    @Test
    void oneFails_othersSucceed() {
        RedisProcess.command(SERVER.port(), redis -> redis.set(new Keys(settings.prefix(), null).stream("b"), "text"));

        var results = together(() -> List.of(
                publish("a", "1", HISTORY),
                publish("b", "2", HISTORY),
                publish("b", "3", PublishOptions.NONE),
                publish("a", "4", HISTORY)));

        assertThat(position(join(results.get(0))).offset()).isEqualTo(1);
        assertThatThrownBy(() -> join(results.get(1)))
                .hasCauseInstanceOf(EngineUnavailableException.class)
                .hasMessageContaining("WRONGTYPE");
        assertThat(join(results.get(2))).isEqualTo(new Accepted(null));
        assertThat(position(join(results.get(3))).offset()).isEqualTo(2);
        assertThat(heard()).containsExactly("1", "3", "4");
    }

    @Test
    void oneHasCorruptMetadata_othersSucceed() {
        RedisProcess.command(
                SERVER.port(),
                redis -> redis.hset(
                        new Keys(settings.prefix(), null).meta("b"), Map.of("e", "x", "s", "y", "v", "7", "ve", "")));

        var results = together(() -> List.of(
                publish("a", "1", HISTORY), publish("b", "2", HISTORY.withVersion(7, "")), publish("a", "3", HISTORY)));

        assertThat(position(join(results.get(0))).offset()).isEqualTo(1);
        assertThatThrownBy(() -> join(results.get(1))).hasCauseInstanceOf(EngineUnavailableException.class);
        assertThat(position(join(results.get(2))).offset()).isEqualTo(2);
    }

    @Test
    void keysAndVersions_repeated_areSuppressed() {
        var results = together(() -> List.of(
                publish("a", "1", HISTORY.withIdempotencyKey("k")),
                publish("a", "2", HISTORY.withIdempotencyKey("k")),
                publish("a", "3", HISTORY.withVersion(7, "")),
                publish("a", "4", HISTORY.withVersion(7, "")),
                publish("a", "5", HISTORY)));

        var first = position(join(results.get(0)));
        assertThat(join(results.get(1))).isEqualTo(new Suppressed(PublishResult.Reason.IDEMPOTENCY, first));
        assertThat(join(results.get(3)))
                .isEqualTo(new Suppressed(PublishResult.Reason.VERSION, position(join(results.get(2)))));
        assertThat(position(join(results.get(4)))).isEqualTo(new StreamPosition(first.epoch(), 3));
        assertThat(heard()).containsExactly("1", "3", "5");
    }

    @Test
    void newHistories_haveDifferentEpochs() {
        var results = together(() -> List.of(publish("a", "1", HISTORY), publish("b", "1", HISTORY)));

        assertThat(position(join(results.get(0))).epoch())
                .isNotEqualTo(position(join(results.get(1))).epoch());
    }

    @Test
    void otherRequests_doNotOvertake() {
        var pages = together(() -> {
            publish("a", "1", HISTORY);
            publish("a", "2", HISTORY);
            engine.broker().removeHistory("a");
            publish("a", "3", HISTORY);
            var page = engine.broker().history("a", new HistoryQuery(null, -1, false));
            publish("a", "4", HISTORY);
            return List.of(page);
        });

        assertThat(join(pages.getFirst()).publications())
                .extracting(each -> each.payload().text())
                .containsExactly("3");
    }

    @Test
    void largePublications_areDivided() {
        var body = "x".repeat(50_000);
        RedisProcess.command(SERVER.port(), redis -> redis.configResetstat());

        var results = together(() -> IntStream.range(0, 20)
                .mapToObj(i -> publish("a", body, HISTORY))
                .toList());

        results.forEach(PublishBatchesTest::join);
        assertThat(RedisProcess.calls(SERVER.port(), "evalsha")).isGreaterThanOrEqualTo(10);
    }

    @Test
    void memoryFull_allFail() {
        join(publish("a", "1", HISTORY));
        RedisProcess.command(SERVER.port(), redis -> redis.configSet("maxmemory", "1"));

        var results = together(() -> List.of(publish("a", "2", HISTORY), publish("b", "3", HISTORY)));

        assertThat(results)
                .allSatisfy(each -> assertThatThrownBy(() -> join(each)).hasMessageContaining("OOM"));
    }

    @Test
    void scriptsLost_publicationsAreSent() {
        RedisProcess.command(SERVER.port(), redis -> redis.scriptFlush());

        var results = together(() -> IntStream.range(0, 20)
                .mapToObj(i -> publish("a", "x" + i, HISTORY))
                .toList());

        assertThat(position(join(results.getLast())).offset()).isEqualTo(20);
    }

    @Test
    void close_waitingPublications_end() {
        var results = together(() -> {
            var stages = IntStream.range(0, 200)
                    .mapToObj(i -> publish("a", "x" + i, HISTORY))
                    .toList();
            engine.close();
            return stages;
        });

        assertThat(results).allSatisfy(each -> join(each.handle((result, failure) -> true)));
    }

    private static void permit(AclSetuserArgs channels) {
        RedisProcess.command(SERVER.port(), redis -> redis.aclSetuser("default", channels));
    }

    /** Runs the action on the loop, and waits for its stages. */
    private <T> List<CompletionStage<T>> together(Supplier<List<? extends CompletionStage<? extends T>>> action) {
        var stages = new CompletableFuture<List<CompletionStage<T>>>();
        together.action = () -> stages.complete(action.get().stream()
                .map(stage -> stage.<T>thenApply(result -> result))
                .toList());
        join(publish(Together.CHANNEL, "go", PublishOptions.NONE));
        var all = join(stages);
        all.forEach(stage -> join(stage.handle((result, failure) -> true)));
        return all;
    }

    /** Returns what the channels have delivered, publications as their texts and others as the names of their types. */
    private List<String> heard() {
        join(publish("a", LAST, PublishOptions.NONE));
        return join(together.end).stream()
                .map(push -> push instanceof Publication publication
                        ? publication.payload().text()
                        : push.getClass().getSimpleName())
                .toList();
    }

    private CompletionStage<PublishResult> publish(String channel, String text, PublishOptions options) {
        return engine.broker().publish(channel, Publication.of(Payload.text(text)), options);
    }

    private static StreamPosition position(PublishResult result) {
        return Objects.requireNonNull(((Accepted) result).position());
    }

    private static <T> T join(CompletionStage<T> stage) {
        return stage.toCompletableFuture()
                .orTimeout(PATIENCE.toSeconds(), TimeUnit.SECONDS)
                .join();
    }
}
