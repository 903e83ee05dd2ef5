package dev.fanfare.core.session;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fanfare.core.fake.VirtualLoop;
import dev.fanfare.core.session.OutboxModel.Item;
import dev.fanfare.model.channel.ClientInfo;
import dev.fanfare.model.channel.Leave;
import dev.fanfare.model.channel.Payload;
import dev.fanfare.model.channel.Publication;
import dev.fanfare.model.channel.Push;
import dev.fanfare.model.channel.SlowClientPolicy;
import dev.fanfare.model.channel.SlowClientPolicy.Mode;
import dev.fanfare.model.monitoring.Metrics.DropReason;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Random traffic to a client that reads at random, compared with {@link OutboxModel}. */
class OutboxModelTest {
    private static final int SEEDS = 2_000;
    private static final int STEPS = 60;
    private static final String TAG = "key";
    private static final String NO_KEY = "no key";
    private static final int REPLIES = -1;
    private static final int LESS_THAN_A_WRITE = 1_500;
    private static final int MORE_THAN_A_WRITE = 200_000;

    @Test
    void outbox_randomOperations_agreesWithTheModel() {
        var outcomes =
                IntStream.range(0, SEEDS).mapToObj(Run::new).map(Run::outcome).toList();

        // Each kind of event has happened, and often.
        assertThat(outcomes).filteredOn(Outcome::slow).hasSizeBetween(SEEDS / 10, SEEDS * 9 / 10);
        assertThat(outcomes)
                .filteredOn(outcome -> outcome.dropped(DropReason.OLDEST) > 0)
                .hasSizeGreaterThan(SEEDS / 4);
        assertThat(outcomes)
                .filteredOn(outcome -> outcome.dropped(DropReason.CONFLATED) > 0)
                .hasSizeGreaterThan(SEEDS / 4);
    }

    private record Outcome(boolean slow, Map<DropReason, Integer> drops) {
        int dropped(DropReason reason) {
            return drops.getOrDefault(reason, 0);
        }
    }

    private record State(boolean open, int bytes, Map<DropReason, Integer> drops) {}

    /** One client with several channels, and its outcome. */
    private static final class Run {
        private final Random random;
        private final String name;
        private final int maxBytes;
        private final List<SlowClientPolicy> policies;
        private final List<SubscriptionQueue> lanes;
        private final QueueClient client;
        private final OutboxModel model;
        private final List<Item> published = new ArrayList<>();
        private int writesLeft;

        Run(int seed) {
            random = new Random(seed);
            name = "seed " + seed;
            maxBytes = random.nextInt(50) == 0 ? MORE_THAN_A_WRITE : LESS_THAN_A_WRITE;
            policies = IntStream.range(0, 2 + random.nextInt(4))
                    .mapToObj(i -> policy())
                    .toList();
            lanes = policies.stream().map(SubscriptionQueue::of).toList();
            client = new QueueClient(new VirtualLoop(), maxBytes);
            model = new OutboxModel(maxBytes);
            client.connection().stall();
            client.connection().onWrite(() -> {
                writesLeft--;
                if (writesLeft == 0) {
                    client.connection().stall();
                }
            });
        }

        Outcome outcome() {
            for (int i = 0; i < STEPS; i++) {
                step();
                assertSame();
            }
            resume(Integer.MAX_VALUE);
            assertSame();
            var arrived = client.texts();
            assertThat(arrived).as(name).isEqualTo(model.sent());
            assertOrdered(arrived);
            if (model.isOpen()) {
                assertNothingIsMissingUncounted(arrived);
                assertConflatedEndWithTheNewest(arrived);
            }
            return new Outcome(!model.isOpen(), client.metrics().dropped());
        }

        private SlowClientPolicy policy() {
            return switch (random.nextInt(6)) {
                case 0 -> SlowClientPolicy.DISCONNECT;
                case 1, 2, 3 -> SlowClientPolicy.DROP_OLDEST;
                case 4 -> SlowClientPolicy.conflate();
                default -> SlowClientPolicy.conflateBy(TAG);
            };
        }

        private void step() {
            int dice = random.nextInt(10);
            if (dice < 3) {
                resume(1 + random.nextInt(3));
            } else if (dice == 3) {
                reply();
            } else {
                publish(random.nextInt(lanes.size()));
            }
        }

        private void publish(int channel) {
            var items = new ArrayList<Item>();
            var pushes = new ArrayList<Push>();
            for (int i = random.nextInt(4); i >= 0; i--) {
                boolean leave = random.nextInt(8) == 0;
                var key = leave || random.nextBoolean() ? null : "k" + random.nextInt(3);
                var text = text(leave);
                items.add(new Item(text, channel, policies.get(channel).mode(), conflation(channel, leave, key)));
                pushes.add(push(text, leave, key));
                published.add(items.getLast());
            }
            model.publish(items);
            client.deliver(lanes.get(channel), pushes.toArray(Push[]::new));
        }

        /** The key for conflation; null for none. */
        private @Nullable String conflation(int channel, boolean leave, @Nullable String key) {
            var policy = policies.get(channel);
            if (leave || policy.mode() != Mode.CONFLATE) {
                return null;
            }
            return policy.tag() == null || key == null ? NO_KEY : key;
        }

        private Push push(String text, boolean leave, @Nullable String key) {
            if (leave) {
                return new Leave(new ClientInfo(text.substring(1), ""));
            }
            return new Publication(Payload.text(text), null, key == null ? Map.of() : Map.of(TAG, key), null);
        }

        private void reply() {
            var item = new Item(text(false), REPLIES, Mode.DISCONNECT, null);
            model.reply(item);
            client.reply(item.text());
        }

        private void resume(int writes) {
            writesLeft = writes;
            model.resume(writes);
            client.connection().resume();
        }

        /** A unique text; one in two hundred is larger than the limit. */
        private String text(boolean leave) {
            int length = random.nextInt(200) == 0 ? maxBytes * 2 : random.nextInt(maxBytes / 6);
            return (leave ? "-" : "") + published.size() + "." + random.nextInt() + "x".repeat(length);
        }

        private void assertSame() {
            int bytes = client.session().outboxBytes();
            var real =
                    new State(client.session().isOpen(), bytes, client.metrics().dropped());
            assertThat(real).as(name).isEqualTo(new State(model.isOpen(), model.bytes(), model.dropped()));
            if (bytes > maxBytes) {
                assertThat(model.frames()).as(name).isEqualTo(1);
            }
        }

        private void assertOrdered(List<String> arrived) {
            var texts = published.stream().map(Item::text).toList();
            assertThat(arrived.stream().filter(texts::contains))
                    .as(name)
                    .containsExactlyElementsOf(
                            texts.stream().filter(arrived::contains).toList());
        }

        private void assertNothingIsMissingUncounted(List<String> arrived) {
            var missing = published.stream().map(Item::text).filter(text -> !arrived.contains(text));
            int dropped = client.metrics().dropped().values().stream()
                    .mapToInt(Integer::intValue)
                    .sum();
            assertThat(missing.count()).as(name).isEqualTo(dropped);
        }

        private void assertConflatedEndWithTheNewest(List<String> arrived) {
            var newest = new HashMap<List<Object>, String>();
            for (var item : published) {
                if (item.key() != null) {
                    newest.put(List.of(item.channel(), item.key()), item.text());
                }
            }
            assertThat(arrived).as(name).containsAll(newest.values());
        }
    }
}
