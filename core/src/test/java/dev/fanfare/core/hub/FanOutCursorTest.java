package dev.fanfare.core.hub;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fanfare.core.fake.Engines;
import dev.fanfare.core.fake.FakeClient;
import dev.fanfare.core.fake.PlainFraming;
import dev.fanfare.core.fake.VirtualLoop;
import dev.fanfare.core.node.Node;
import dev.fanfare.core.node.NodeSettings;
import dev.fanfare.core.protocol.RawEncoder;
import dev.fanfare.core.session.SessionSettings;
import dev.fanfare.model.channel.Payload;
import dev.fanfare.model.channel.Publication;
import dev.fanfare.model.channel.PublishOptions;
import dev.fanfare.model.monitoring.Metrics;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The cursor of a fan-out stays valid if subscribers are added or removed between slices and within them. */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD) // a broken cursor may well never end
class FanOutCursorTest {
    private static final String CHANNEL = "news";
    private static final int SLICE = 3;
    private static final int SEEDS = 500;
    private static final int STEPS = 150;
    private static final RawEncoder[] ENCODERS = {
        new RawEncoder(new PlainFraming("a")), new RawEncoder(new PlainFraming("b"))
    };

    @Test
    void fanOut_subscribersChange_reachesOthersOnceInOrder() {
        for (long seed = 0; seed < SEEDS; seed++) {
            new Scenario(seed).run();
        }
    }

    /** Of seven in slices of three, after the first slice: served ones are 0 to 2. */
    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3, 4, 5, 6})
    void unsubscribe_betweenSlices_othersAreUnaffected(int leaver) {
        var scenario = new Scenario(0);
        IntStream.range(0, 7).forEach(i -> scenario.join(0));
        scenario.loop.runAll();
        scenario.publish();
        scenario.loop.runOne();

        scenario.members.get(leaver).client.unsubscribe(CHANNEL);
        scenario.publish();
        scenario.loop.runAll();

        scenario.members.remove(leaver);
        assertThat(scenario.members)
                .allSatisfy(member -> assertThat(member.client.texts()).containsExactly("0", "1"));
    }

    private static final class Member {
        private final FakeClient client;
        private int publishedAtAnswer = -1;

        private Member(FakeClient client) {
            this.client = client;
        }
    }

    /** A node with a tiny slice, and random operations on it. */
    private static final class Scenario {
        private final long seed;
        private final Random random;
        private final VirtualLoop loop = new VirtualLoop();
        private final Node node;
        private final List<Member> members = new ArrayList<>();
        private final List<Member> gone = new ArrayList<>();
        private int published;

        private Scenario(long seed) {
            this.seed = seed;
            this.random = new Random(seed);
            var session = new SessionSettings(20, 10, Duration.ZERO, Duration.ofSeconds(1), Duration.ofSeconds(1));
            var hub = new HubSettings(SLICE, Duration.ofMillis(1), 64 * 1024, 1 << 20, PositionSettings.DEFAULTS);
            this.node = new Node(
                    List.of(loop),
                    Engines.memory(),
                    NodeSettings.DEFAULTS.withSession(session).withHub(hub),
                    Metrics.NONE);
        }

        private void run() {
            for (int step = 0; step < STEPS; step++) {
                step();
            }
            loop.runAll();
            members.forEach(this::checkStayed);
            gone.forEach(this::checkGone);
        }

        private void step() {
            switch (random.nextInt(8)) {
                case 0, 1 -> join(random.nextInt(ENCODERS.length));
                case 2 -> publish();
                case 3 -> leave();
                case 4 -> stallOrLeaveLater();
                default -> loop.runOne();
            }
        }

        private void join(int encoder) {
            var member = new Member(FakeClient.connect(node, loop));
            members.add(member);
            member.client.subscribe(CHANNEL, ENCODERS[encoder], () -> member.publishedAtAnswer = published);
        }

        private void publish() {
            var text = Integer.toString(published++);
            node.publish(CHANNEL, Publication.of(Payload.text(text)), PublishOptions.NONE);
        }

        private void leave() {
            if (!members.isEmpty()) {
                var member = members.remove(random.nextInt(members.size()));
                gone.add(member);
                member.client.unsubscribe(CHANNEL);
            }
        }

        /** While a client is served, it is disconnected as slow or makes another client leave. */
        private void stallOrLeaveLater() {
            if (members.size() < 2) {
                return;
            }
            var member = members.get(random.nextInt(members.size()));
            if (random.nextBoolean()) {
                members.remove(member);
                gone.add(member);
                member.client.connection().stall();
            } else {
                var other = members.remove(random.nextInt(members.size()));
                gone.add(other);
                member.client.connection().onWrite(() -> other.client.unsubscribe(CHANNEL));
            }
        }

        private void checkStayed(Member member) {
            int first = checkInOrder(member);
            assertThat(member.publishedAtAnswer).as("seed %d: answered", seed).isNotNegative();
            assertThat(first).as("seed %d: first", seed).isLessThanOrEqualTo(member.publishedAtAnswer);
            assertThat(first + member.client.texts().size())
                    .as("seed %d: received to the end", seed)
                    .isEqualTo(published);
        }

        private void checkGone(Member member) {
            checkInOrder(member);
        }

        /** The number of the first text, or of the next one if there is none. */
        private int checkInOrder(Member member) {
            var numbers = member.client.texts().stream().map(Integer::valueOf).toList();
            int first = numbers.isEmpty() ? published : numbers.getFirst();
            assertThat(numbers)
                    .as("seed %d", seed)
                    .isEqualTo(IntStream.range(first, first + numbers.size())
                            .boxed()
                            .toList());
            return first;
        }
    }
}
