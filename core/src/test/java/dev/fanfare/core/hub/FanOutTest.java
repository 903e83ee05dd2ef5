package dev.fanfare.core.hub;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fanfare.core.fake.Engines;
import dev.fanfare.core.fake.FakeClient;
import dev.fanfare.core.fake.PlainFraming;
import dev.fanfare.core.fake.VirtualLoop;
import dev.fanfare.core.fake.VirtualTime;
import dev.fanfare.core.node.Node;
import dev.fanfare.core.node.NodeSettings;
import dev.fanfare.core.node.SubscribeResult.Subscribed;
import dev.fanfare.core.protocol.FrameKey;
import dev.fanfare.core.protocol.PushEncoder;
import dev.fanfare.core.protocol.RawEncoder;
import dev.fanfare.core.transport.Frame;
import dev.fanfare.model.channel.ClientInfo;
import dev.fanfare.model.channel.Payload;
import dev.fanfare.model.channel.Publication;
import dev.fanfare.model.channel.PublishOptions;
import dev.fanfare.model.channel.Push;
import dev.fanfare.model.monitoring.Metrics;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The path of publications from the mailbox to the connections. */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD) // a broken cursor may well never end
class FanOutTest {
    private static final String CHANNEL = "news";

    private final VirtualTime time = new VirtualTime();
    private final VirtualLoop loop = new VirtualLoop(time);
    private final VirtualLoop otherLoop = new VirtualLoop(time);
    private final Node node = new Node(List.of(loop, otherLoop), Engines.memory(), NodeSettings.DEFAULTS, Metrics.NONE);

    @Test
    void publish_severalQueued_areOneWritePerConnection() {
        var clients = subscribers(100, new RawEncoder(PlainFraming.PLAIN));

        var texts = publishNumbers(16);
        loop.runAll();

        assertThat(clients).allSatisfy(client -> {
            assertThat(client.connection().writes()).hasSize(1);
            assertThat(client.texts()).isEqualTo(texts);
        });
        assertThat(loop.batchesMade()).isEqualTo(1);
    }

    @Test
    void publish_sessionFails_othersReceive() {
        var clients = subscribers(100, new RawEncoder(PlainFraming.PLAIN));
        clients.get(50).connection().onWrite(() -> {
            throw new IllegalStateException("on purpose");
        });
        var others = new ArrayList<>(clients);
        others.remove(50);

        var first = publishNumbers(1);
        loop.runAll();
        var second = publishNumbers(1);
        loop.runAll();

        assertThat(others)
                .allSatisfy(client -> assertThat(client.texts()).containsExactly(first.getFirst(), second.getFirst()));
    }

    @Test
    void publish_joinFails_channelContinues() {
        var encoder = new OverflowingEncoder();
        var client = subscribers(1, encoder).getFirst();

        publishNumbers(1);
        loop.runAll();
        encoder.overflowing = false;
        var second = publishNumbers(1);
        loop.runAll();

        assertThat(client.texts()).isEqualTo(second);
    }

    @Test
    void publish_many_isOneTaskOnTheLoop() {
        subscribers(100, new RawEncoder(PlainFraming.PLAIN));

        publishNumbers(16);

        assertThat(loop.tasksWaiting()).isEqualTo(1);
        assertThat(loop.runAll()).isEqualTo(1);
    }

    @Test
    void publish_toSeveralFrameKeysAndLoops_encodesOncePerKey() {
        var first = new CountingEncoder("first");
        var second = new CountingEncoder("second");
        subscribers(50, first);
        subscribers(50, second);
        otherLoop.execute(() -> FakeClient.connect(node, otherLoop).subscribe(CHANNEL, first, () -> {}));
        otherLoop.runAll();

        publishNumbers(16);
        loop.runAll();
        otherLoop.runAll();

        assertThat(first.encoded).isEqualTo(16);
        assertThat(second.encoded).isEqualTo(16);
    }

    @Test
    void publish_toEqualKeys_sharesTheFrames() {
        var one = subscribers(1, new CountingEncoder("same")).getFirst();
        var other = subscribers(1, new CountingEncoder("same")).getFirst();

        publishNumbers(1);
        loop.runAll();

        assertThat(one.connection().frames().getFirst())
                .isSameAs(other.connection().frames().getFirst());
    }

    @Test
    void publish_aboveBatchSize_isSplit() {
        var settings = new HubSettings(512, Duration.ofMillis(1), 1000, 1 << 20, PositionSettings.DEFAULTS);
        var small = new Node(List.of(loop), Engines.memory(), NodeSettings.DEFAULTS.withHub(settings), Metrics.NONE);
        var client = FakeClient.connect(small, loop);
        client.subscribe(CHANNEL);
        loop.runAll();
        var large = "x".repeat(5000);

        for (var text : List.of("a".repeat(300), "b".repeat(300), "c".repeat(300), large, "d")) {
            small.publish(CHANNEL, Publication.of(Payload.text(text)), PublishOptions.NONE);
        }
        loop.runAll();

        assertThat(client.connection().writes())
                .extracting(write -> write.frames().size())
                .containsExactly(2, 1, 1, 1);
        assertThat(client.texts()).hasSize(5).element(3).isEqualTo(large);
    }

    @Test
    void publish_excludedClient_receivesTheNextOne() {
        var clients = subscribers(3, new RawEncoder(PlainFraming.PLAIN));
        node.identify(clients.get(1).session(), new ClientInfo("one", ""));

        node.publish(CHANNEL, Publication.of(Payload.text("1")).without("one"), PublishOptions.NONE);
        node.publish(CHANNEL, Publication.of(Payload.text("2")), PublishOptions.NONE);
        loop.runAll();
        node.publish(CHANNEL, Publication.of(Payload.text("3")).without("one"), PublishOptions.NONE);
        loop.runAll();
        node.publish(CHANNEL, Publication.of(Payload.text("4")).without("nobody"), PublishOptions.NONE);
        loop.runAll();

        assertThat(clients.get(0).texts()).containsExactly("1", "2", "3", "4");
        assertThat(clients.get(1).texts()).containsExactly("2", "4");
        assertThat(clients.get(2).texts()).containsExactly("1", "2", "3", "4");
        assertThat(loop.batchesMade()).isEqualTo(4); // the excluded one's batch of one, and one for all each time
    }

    @Test
    void publish_tenThousandSubscribers_yields() {
        var clients = subscribers(10_000, new RawEncoder(PlainFraming.PLAIN));
        publishNumbers(1);
        loop.runOne();
        int firstSlice = served(clients);
        var servedAtPing = new int[1];

        loop.execute(() -> servedAtPing[0] = served(clients));
        loop.runAll();

        assertThat(firstSlice).isBetween(1, 512);
        assertThat(servedAtPing[0]).isBetween(firstSlice, firstSlice + 512);
        assertThat(served(clients)).isEqualTo(10_000);
    }

    @Test
    void publish_slowReceivers_yieldsAfterSliceTime() {
        var clients = subscribers(500, new RawEncoder(PlainFraming.PLAIN));
        clients.forEach(client -> client.connection().onWrite(() -> time.elapse(Duration.ofNanos(100_000))));

        publishNumbers(1);
        loop.runOne();

        // Ten of them take a millisecond, and the clock is read only occasionally.
        assertThat(served(clients)).isBetween(10, 64);
        loop.runAll();
        assertThat(served(clients)).isEqualTo(500);
    }

    @Test
    void publish_duringFanOut_doesNotOvertake() {
        var clients = subscribers(2_000, new RawEncoder(PlainFraming.PLAIN));
        var texts = new ArrayList<>(publishNumbers(2));
        loop.runOne();

        texts.add(publish("late"));
        loop.runAll();

        assertThat(clients).allSatisfy(client -> {
            assertThat(client.texts()).isEqualTo(texts);
            assertThat(client.connection().writes()).hasSize(2);
        });
    }

    @Test
    void publish_withinReply_arrivesAfterTheReply() {
        subscribers(2_000, new RawEncoder(PlainFraming.PLAIN));
        publishNumbers(3);
        loop.runOne();

        var joiner = FakeClient.connect(node, loop);
        joiner.subscribe(CHANNEL, () -> {
            joiner.reply("answer");
            publish("at once");
        });
        loop.runAll();

        assertThat(joiner.texts()).containsExactly("answer", "at once");
    }

    @Test
    void publish_encoderFails_othersReceive() {
        var broken = subscribers(1, new CountingEncoder("broken") {
                    @Override
                    public @Nullable Frame encode(String channel, Push push) {
                        throw new IllegalStateException("cannot encode");
                    }
                })
                .getFirst();
        var sound = subscribers(1, new CountingEncoder("sound")).getFirst();

        var texts = publishNumbers(2);
        loop.runAll();

        assertThat(broken.texts()).isEmpty();
        assertThat(sound.texts()).isEqualTo(texts);
    }

    @Test
    void publish_stalledAndLeavingClients_closesAllBatches() {
        var clients = subscribers(1_500, new RawEncoder(PlainFraming.PLAIN));
        clients.subList(0, 100).forEach(client -> client.connection().stall());
        publishNumbers(5);

        while (loop.runOne()) {
            assertThat(loop.openBatches()).isZero();
            clients.get((int) loop.tasksRun() % clients.size()).unsubscribe(CHANNEL);
        }
        clients.subList(0, 100).forEach(client -> client.connection().resume());

        assertThat(loop.openBatches()).isZero();
        assertThat(loop.batchesMade()).isGreaterThan(3);
    }

    private List<FakeClient> subscribers(int count, PushEncoder encoder) {
        var clients = IntStream.range(0, count)
                .mapToObj(i -> FakeClient.connect(node, loop))
                .toList();
        var results = clients.stream()
                .map(client -> client.subscribe(CHANNEL, encoder, () -> {}))
                .toList();
        loop.runAll();
        assertThat(results)
                .allSatisfy(result -> assertThat(result).isCompletedWithValueMatching(Subscribed.class::isInstance));
        return clients;
    }

    private List<String> publishNumbers(int count) {
        return IntStream.range(0, count)
                .mapToObj(number -> publish(Integer.toString(number)))
                .toList();
    }

    private String publish(String text) {
        node.publish(CHANNEL, Publication.of(Payload.text(text)), PublishOptions.NONE);
        return text;
    }

    private static int served(List<FakeClient> clients) {
        return (int) clients.stream()
                .filter(client -> !client.connection().writes().isEmpty())
                .count();
    }

    /** A raw encoder with its own key that counts its calls. */
    private static class CountingEncoder implements PushEncoder {
        private final RawEncoder raw;
        private int encoded;

        CountingEncoder(String key) {
            raw = new RawEncoder(new PlainFraming(key));
        }

        @Override
        public FrameKey key() {
            return raw.key();
        }

        @Override
        public @Nullable Frame encode(String channel, Push push) {
            encoded++;
            return raw.encode(channel, push);
        }
    }

    /** Overflows the stack at first. */
    private static final class OverflowingEncoder implements PushEncoder {
        private boolean overflowing = true;

        @Override
        public FrameKey key() {
            return new FrameKey("overflowing", "", "plain");
        }

        @Override
        public @Nullable Frame encode(String channel, Push push) {
            if (overflowing) {
                throw new StackOverflowError("on purpose");
            }
            return new RawEncoder(PlainFraming.PLAIN).encode(channel, push);
        }
    }
}
