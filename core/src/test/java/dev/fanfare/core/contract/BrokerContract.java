package dev.fanfare.core.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.fanfare.core.port.Broker;
import dev.fanfare.model.channel.ClientInfo;
import dev.fanfare.model.channel.EngineException;
import dev.fanfare.model.channel.Join;
import dev.fanfare.model.channel.Leave;
import dev.fanfare.model.channel.Payload;
import dev.fanfare.model.channel.Publication;
import dev.fanfare.model.channel.PublishOptions;
import dev.fanfare.model.channel.PublishResult;
import dev.fanfare.model.channel.StreamPosition;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.function.IntConsumer;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * The contract of {@link Broker}. An engine extends it and creates brokers. Each test has its own channel names, so that
 * tests can share the system of the engine.
 */
public abstract class BrokerContract {
    private static final int PATIENCE_SECONDS = 60;
    private static final ClientInfo ALICE = new ClientInfo("c1", "alice");

    private final List<Broker> brokers = new ArrayList<>();
    private final String channel = "contract-" + System.nanoTime();

    /** Creates a broker that is not started. All brokers of one test are connected if the engine supports several nodes. */
    protected abstract Broker create();

    /** The channel of this test. */
    final String channel() {
        return channel;
    }

    @AfterEach
    final void closeBrokers() {
        brokers.forEach(Broker::close);
    }

    @Test
    void publish_afterSubscribe_isDelivered() {
        var broker = create();
        var heard = start(broker);
        await(broker.subscribe(channel));
        var tagged = new Publication(Payload.binary(new byte[] {0, -1}), null, Map.of("a", "b"), ALICE, "client");

        var result = await(broker.publish(channel, tagged, PublishOptions.NONE));

        assertThat(result).isInstanceOf(PublishResult.Accepted.class);
        var push = heard.next();
        assertThat(push.channel()).isEqualTo(channel);
        assertThat(push.push()).isInstanceOfSatisfying(Publication.class, publication -> {
            assertThat(publication.payload().kind()).isEqualTo(tagged.payload().kind());
            assertThat(publication.payload().bytes()).isEqualTo(tagged.payload().bytes());
            assertThat(publication.tags()).isEqualTo(tagged.tags());
            assertThat(publication.publisher()).isEqualTo(ALICE);
        });
    }

    @Test
    void publish_withoutSubscriber_isAccepted() {
        var broker = create();
        start(broker);

        assertThat(await(publish(broker, "without subscriber"))).isEqualTo(new PublishResult.Accepted(null));
    }

    @Test
    void publish_withPosition_isDeliveredWithoutIt() {
        var broker = create();
        var heard = start(broker);
        await(broker.subscribe(channel));
        var positioned = new Publication(Payload.text("x"), new StreamPosition("elsewhere", 7), Map.of(), null);

        assertThat(await(broker.publish(channel, positioned, PublishOptions.NONE)))
                .isEqualTo(new PublishResult.Accepted(null));

        assertThat(heard.next().push())
                .isInstanceOfSatisfying(
                        Publication.class,
                        publication -> assertThat(publication.position()).isNull());
    }

    @Test
    void subscribe_twice_deliversOnce() {
        var broker = create();
        var heard = start(broker);
        await(broker.subscribe(channel));
        await(broker.subscribe(channel));

        await(publish(broker, "one"));
        await(publish(broker, "end"));

        assertThat(heard.textsUntil("end")).containsExactly("one", "end");
    }

    @Test
    void unsubscribe_whenNotSubscribed_succeeds() {
        var broker = create();
        start(broker);

        await(broker.unsubscribe(channel));
        await(broker.unsubscribe(channel));
    }

    @Test
    void subscribe_afterUnsubscribe_deliversAgain() {
        var broker = create();
        var heard = start(broker);
        await(broker.subscribe(channel));
        await(broker.unsubscribe(channel));
        await(broker.subscribe(channel));

        await(publish(broker, "end"));

        assertThat(heard.textsUntil("end")).containsExactly("end");
    }

    @Test
    void publish_byOnePublisher_keepsItsOrder() {
        var broker = create();
        var heard = start(broker);
        await(broker.subscribe(channel));
        var sent = IntStream.range(0, 500).mapToObj(Integer::toString).toList();

        var answers = sent.stream().map(text -> publish(broker, text)).toList();

        answers.forEach(BrokerContract::await);
        assertThat(heard.textsUntil("499")).isEqualTo(sent);
    }

    @Test
    void publish_byManyThreads_deliversAllSequentially() {
        var broker = create();
        var heard = start(broker);
        await(broker.subscribe(channel));
        int publishers = 16;
        int each = 100;

        inParallel(publishers, thread -> {
            for (int i = 0; i < each; i++) {
                await(publish(broker, thread + ":" + i));
            }
        });
        await(publish(broker, "end"));

        var texts = heard.textsUntil("end");
        assertThat(texts).hasSize(publishers * each + 1).doesNotHaveDuplicates();
        for (int thread = 0; thread < publishers; thread++) {
            var prefix = thread + ":";
            var expected = IntStream.range(0, each).mapToObj(i -> prefix + i).toList();
            assertThat(texts).filteredOn(text -> text.startsWith(prefix)).isEqualTo(expected);
        }
        assertThat(heard.overlaps()).isZero();
    }

    @Test
    void joinAndLeave_betweenPublications_keepTheOrder() {
        var broker = create();
        var heard = start(broker);
        await(broker.subscribe(channel));

        await(broker.join(channel, ALICE));
        await(publish(broker, "hello"));
        await(broker.leave(channel, ALICE));

        assertThat(heard.next().push()).isEqualTo(new Join(ALICE));
        assertThat(heard.next().push()).isInstanceOf(Publication.class);
        assertThat(heard.next().push()).isEqualTo(new Leave(ALICE));
    }

    @Test
    void publish_afterClose_failsWithoutDelivery() {
        var broker = create();
        var heard = start(broker);
        await(broker.subscribe(channel));

        broker.close();
        broker.close();

        assertThatThrownBy(() -> await(publish(broker, "late"))).hasCauseInstanceOf(EngineException.class);
        assertThat(heard.isEmpty()).isTrue();
    }

    final HeardPushes start(Broker broker) {
        brokers.add(broker);
        var heard = new HeardPushes();
        broker.start(heard);
        return heard;
    }

    private CompletionStage<PublishResult> publish(Broker broker, String text) {
        return broker.publish(channel, Publication.of(Payload.text(text)), PublishOptions.NONE);
    }

    /** Waits for the stage. A failure is the cause of a {@link CompletionException}. */
    static <T> T await(CompletionStage<T> stage) {
        return stage.toCompletableFuture()
                .orTimeout(PATIENCE_SECONDS, TimeUnit.SECONDS)
                .join();
    }

    static void inParallel(int threads, IntConsumer work) {
        var failures = Collections.synchronizedList(new ArrayList<Throwable>());
        var all = IntStream.range(0, threads)
                .mapToObj(number -> Thread.ofPlatform().unstarted(() -> work.accept(number)))
                .peek(thread -> thread.setUncaughtExceptionHandler((where, failure) -> failures.add(failure)))
                .toList();
        all.forEach(Thread::start);
        for (var thread : all) {
            try {
                thread.join();
            } catch (InterruptedException interrupted) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException("interrupted while publishers work", interrupted);
            }
        }
        assertThat(failures).isEmpty();
    }
}
