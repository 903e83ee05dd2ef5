package dev.fanfare.core.hub;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fanfare.core.fake.Engines;
import dev.fanfare.core.fake.FakeClient;
import dev.fanfare.core.fake.FakeConnection;
import dev.fanfare.core.fake.PlainFraming;
import dev.fanfare.core.fake.RecordingListener;
import dev.fanfare.core.fake.VirtualLoop;
import dev.fanfare.core.fake.VirtualTime;
import dev.fanfare.core.memory.MemoryEngine;
import dev.fanfare.core.node.Node;
import dev.fanfare.core.node.NodeSettings;
import dev.fanfare.core.node.Recovery;
import dev.fanfare.core.node.SubscribeRequest;
import dev.fanfare.core.node.SubscribeResult.Subscribed;
import dev.fanfare.core.node.SubscriptionHandler;
import dev.fanfare.core.protocol.DeltaEncoder;
import dev.fanfare.core.protocol.FrameKey;
import dev.fanfare.core.protocol.PushEncoder;
import dev.fanfare.core.protocol.PushSelection;
import dev.fanfare.core.protocol.RawEncoder;
import dev.fanfare.core.session.Session;
import dev.fanfare.core.transport.Frame;
import dev.fanfare.model.channel.ChannelOptions;
import dev.fanfare.model.channel.ClientInfo;
import dev.fanfare.model.channel.HistoryRetention;
import dev.fanfare.model.channel.Payload;
import dev.fanfare.model.channel.Publication;
import dev.fanfare.model.channel.PublishOptions;
import dev.fanfare.model.channel.Push;
import dev.fanfare.model.channel.RecoveryMode;
import dev.fanfare.model.channel.StreamPosition;
import dev.fanfare.model.client.UnsubscribeReason;
import dev.fanfare.model.monitoring.MemoryKind;
import dev.fanfare.model.monitoring.Metrics;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Clients subscribe, leave and return on any loop: each delta refers to the publication that the client received last.
 * In this test, a delta is the text together with the text before it.
 */
class DeltaFanOutTest {
    private static final int SEEDS = 400;
    private static final int STEPS = 120;
    private static final int LOOPS = 3;
    private static final int CLIENTS = 9;
    private static final String CHANNEL = "news";
    private static final HistoryRetention KEPT = new HistoryRetention(1_000, Duration.ofHours(1), Duration.ofDays(1));

    /** A full publication is {@code text}; one after another is {@code other>text}. */
    private record TextDeltas(PushSelection selection) implements DeltaEncoder {
        @Override
        public FrameKey key() {
            return new FrameKey("text", "deltas", "plain");
        }

        @Override
        public @Nullable Frame encode(String channel, Push push) {
            return push instanceof Publication publication
                    ? frame(publication.payload().text())
                    : null;
        }

        @Override
        public Frame encode(String channel, Publication publication, Publication before) {
            return frame(before.payload().text() + ">" + publication.payload().text());
        }

        private static Frame frame(String text) {
            if (text.endsWith("bad")) {
                throw new IllegalArgumentException("no words for this");
            }
            return PlainFraming.PLAIN.message(Payload.text(text));
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = RecoveryMode.class,
            names = {"NONE", "POSITIONED", "STREAM_RECOVERY"})
    void clients_joiningAndLeaving_receiveApplicableDeltas(RecoveryMode mode) {
        for (long seed = 0; seed < SEEDS; seed++) {
            new Scenario(seed, mode).run();
        }
    }

    @Test
    void encode_failsForDelta_endsDeltaChain() {
        var loop = new VirtualLoop();
        var node = new Node(List.of(loop), Engines.memory(loop), NodeSettings.DEFAULTS, Metrics.NONE);
        var client = FakeClient.connect(node, loop);
        client.subscribe(CHANNEL, new TextDeltas(PushSelection.ALL), () -> {});
        loop.runAll();
        for (var text : List.of("1", "2", "bad", "3", "4")) {
            node.publish(CHANNEL, Publication.of(Payload.text(text)), PublishOptions.NONE);
            loop.runAll();
        }

        assertThat(client.texts()).containsExactly("1", "1>2", "3", "3>4");
    }

    @Test
    void selections_excludingPush_countInTheSlice() {
        var loop = new VirtualLoop();
        var hub = new HubSettings(3, Duration.ofSeconds(1), 64 * 1024, 1 << 20, PositionSettings.DEFAULTS);
        var node = new Node(List.of(loop), Engines.memory(loop), NodeSettings.DEFAULTS.withHub(hub), Metrics.NONE);
        var looks = new AtomicInteger();
        for (int i = 0; i < 20; i++) {
            PushSelection own = push -> looks.incrementAndGet() < 0;
            FakeClient.connect(node, loop).subscribe(CHANNEL, new TextDeltas(own), () -> {});
        }
        loop.runAll();
        node.publish(CHANNEL, Publication.of(Payload.text("1")), PublishOptions.NONE);
        looks.set(0);
        loop.runOne();

        assertThat(looks)
                .hasValueLessThan(
                        20 + 3 + 1); // each client evaluates it once, because it becomes the base of a later delta
        loop.runAll();
        assertThat(looks).hasValue(40);
    }

    /** A node with tiny slices and several loops, which run in a random order. */
    private static final class Scenario {
        private final String name;
        private final Random random;
        private final VirtualTime time = new VirtualTime();
        private final List<VirtualLoop> loops =
                IntStream.range(0, LOOPS).mapToObj(i -> new VirtualLoop(time)).toList();
        private final ChannelOptions options;
        private final Node node;
        private final List<Client> clients = new ArrayList<>();
        private final List<String> published = new ArrayList<>();
        /** By text: the offset, and the client that does not receive it. */
        private final Map<String, Integer> offsets = new HashMap<>();

        private final Map<String, String> excluded = new HashMap<>();

        private Scenario(long seed, RecoveryMode mode) {
            name = "seed " + seed + " " + mode;
            random = new Random(seed);
            options = mode == RecoveryMode.NONE
                    ? ChannelOptions.defaults()
                    : ChannelOptions.defaults().withHistory(KEPT).recovery(mode);
            var defaults = NodeSettings.DEFAULTS;
            var hub = new HubSettings(2, Duration.ofSeconds(1), 40, 1 << 20, PositionSettings.DEFAULTS);
            MemoryEngine engine = Engines.memory(loops.getFirst());
            node = new Node(loops, engine, defaults.withHub(hub), Metrics.NONE);
        }

        private void run() {
            for (int i = 0; i < CLIENTS; i++) {
                clients.add(new Client(this, i, loops.get(i % LOOPS)));
            }
            for (int step = 0; step < STEPS; step++) {
                step();
            }
            settle();
            clients.forEach(Client::subscribe);
            settle();
            publish(true, null);
            publish(true, null);
            settle();
            assertThat(clients).as(name).allSatisfy(Client::checkAtEnd);
            clients.forEach(Client::unsubscribe);
            settle();
            assertThat(node.governor().budget(MemoryKind.SUBSCRIPTIONS).used())
                    .as(name)
                    .isZero();
        }

        private void step() {
            var client = clients.get(random.nextInt(CLIENTS));
            switch (random.nextInt(10)) {
                case 0, 1 -> client.subscribe();
                case 2 -> client.unsubscribe();
                case 3 -> {
                    client.unsubscribe();
                    client.subscribe();
                }
                case 4 -> publish(false, random.nextBoolean() ? client : null);
                case 5, 6 -> publish(true, random.nextInt(4) == 0 ? client : null);
                default ->
                    IntStream.range(0, random.nextInt(4))
                            .forEach(i -> loops.get(random.nextInt(LOOPS)).runOne());
            }
        }

        private void publish(boolean kept, @Nullable Client without) {
            var text = (kept ? "" : "skip") + published.size();
            published.add(text);
            if (kept) {
                offsets.put(text, offsets.size() + 1);
            }
            var how = options.retention() != null && kept
                    ? PublishOptions.NONE.withRetention(options.retention())
                    : PublishOptions.NONE;
            var publication = Publication.of(Payload.text(text));
            if (without != null) {
                excluded.put(text, without.id);
                publication = publication.without(without.id);
            }
            node.publish(CHANNEL, publication, how);
        }

        private void settle() {
            for (int i = 0; i < 3; i++) {
                loops.forEach(VirtualLoop::runAll);
            }
        }
    }

    /** Subscribes and leaves at random, reads like an SDK, and reports every mismatch. */
    private static final class Client {
        private final Scenario scenario;
        private final String id;
        private final boolean deltas;
        private final FakeConnection connection;
        private final Session session;
        private final PushEncoder encoder;
        private @Nullable StreamPosition position;
        private @Nullable String last;
        private int read;
        private boolean fresh;
        private boolean subscribed;

        private Client(Scenario scenario, int number, VirtualLoop loop) {
            this.scenario = scenario;
            this.id = "client" + number;
            this.deltas = number % 3 != 2;
            this.connection = new FakeConnection(loop);
            this.session = scenario.node.open(connection, opened -> new RecordingListener());
            connection.listen(session);
            scenario.node.identify(session, new ClientInfo(id, ""));
            this.encoder = deltas ? new TextDeltas(PushSelection.ALL) : new RawEncoder(PlainFraming.PLAIN);
        }

        void subscribe() {
            if (session.subscriptions().get(CHANNEL) != null) {
                return;
            }
            var since = scenario.random.nextBoolean() ? position : null;
            var request = new SubscribeRequest(CHANNEL, encoder, scenario.options, since, false);
            scenario.node.subscribe(session, request, new SubscriptionHandler() {
                @Override
                public void onSubscribed(Subscribed result) {
                    began(result);
                }

                @Override
                public void onUnsubscribed(UnsubscribeReason reason) {
                    throw new AssertionError(scenario.name + ": unsubscribed for " + reason);
                }
            });
        }

        void unsubscribe() {
            read();
            subscribed = false;
            scenario.node.unsubscribe(session, CHANNEL);
        }

        private void began(Subscribed result) {
            read();
            fresh = true;
            subscribed = true;
            last = null;
            if (result.recovery() == Recovery.RECOVERED) {
                for (var publication : result.publications()) {
                    last = publication.payload().text();
                    assertThat(scenario.excluded).as(scenario.name).doesNotContainEntry(last, id);
                    fresh = false;
                }
            }
            position = result.position();
        }

        /** The messages since the last call. */
        private void read() {
            var texts = connection.texts();
            for (; read < texts.size(); read++) {
                take(texts.get(read));
            }
        }

        private void take(String frame) {
            int mark = frame.indexOf('>');
            var text = frame.substring(mark + 1);
            if (mark >= 0) {
                assertThat(frame.substring(0, mark)).as(scenario.name).isEqualTo(last);
            } else if (deltas) {
                assertThat(fresh).as(scenario.name + ": a whole one").isTrue();
            }
            assertThat(scenario.excluded).as(scenario.name).doesNotContainEntry(text, id);
            if (last != null && scenario.options.retention() == null) {
                var between = scenario.published.subList(
                        scenario.published.indexOf(last) + 1, scenario.published.indexOf(text));
                assertThat(between).as(scenario.name).allMatch(missed -> id.equals(scenario.excluded.get(missed)));
            }
            fresh = false;
            last = text;
            var offset = scenario.offsets.get(text);
            if (position != null && offset != null) {
                position = new StreamPosition(position.epoch(), offset);
            }
        }

        private void checkAtEnd() {
            read();
            assertThat(subscribed).isTrue();
            assertThat(last).isEqualTo(scenario.published.getLast());
            if (position != null) {
                assertThat(position.offset()).isEqualTo(scenario.offsets.size());
            }
        }
    }
}
