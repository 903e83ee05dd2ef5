package dev.fanfare.core.hub;

import dev.fanfare.core.budget.MemoryGovernor;
import dev.fanfare.core.fake.IgnoringBroker;
import dev.fanfare.core.fake.VirtualLoop;
import dev.fanfare.model.channel.Payload;
import dev.fanfare.model.channel.Publication;
import dev.fanfare.model.monitoring.Metrics;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** The cursor of a group in all sequences of a few steps, compared with a model of the members and the unserved ones. */
class SubscriberGroupTest {
    private static final int STEPS = 7;
    private static final Delivery DELIVERY = new Delivery("news", Publication.of(Payload.text("x")), 0);
    private static final GroupBatch HANDOUT = new GroupBatch(List.of(DELIVERY), List.of(), null);

    private final Choices choices = new Choices();
    private final List<Subscriber> subscribers = new ArrayList<>();
    private Scenario scenario = new Scenario();

    @Test
    void serve_randomJoinsAndLeaves_reachesEachMemberOnce() {
        var loop = new VirtualLoop();
        var governor = MemoryGovernor.unlimited();
        var shard =
                new Hub(List.of(loop), new IgnoringBroker(), HubSettings.DEFAULTS, Metrics.NONE, governor).shard(loop);
        var fanOut = new ChannelFanOut(shard, "news");
        // One subscriber can join in a step, and another one while the first is served.
        for (int i = 0; i < STEPS; i++) {
            int number = i;
            subscribers.add(new ServerSubscriber(push -> scenario.serve(subscribers.get(number)), fanOut, false));
        }
        do {
            scenario = new Scenario();
            scenario.run();
        } while (choices.next());
    }

    /** One sequence. */
    private final class Scenario {
        private final SubscriberGroup group = new SubscriberGroup(null, null, null);
        private final List<Subscriber> members = new ArrayList<>();
        private final Set<Subscriber> unserved = new HashSet<>();
        private final StringBuilder story = new StringBuilder();
        private Runnable meanwhile = () -> {};
        private boolean partly;
        private boolean stopped;
        private int joined;
        private int served;

        private void run() {
            for (int step = 0; step < STEPS; step++) {
                step();
                check();
            }
            serve(Integer.MAX_VALUE);
            check();
        }

        private void step() {
            switch (choices.below(members.isEmpty() ? 2 : 7)) {
                case 0 -> join();
                case 1 -> rewind();
                case 2 -> leave();
                case 3 -> serveSome();
                case 4 -> {
                    meanwhile = this::join;
                    serveSome();
                }
                case 5 -> {
                    partly = true;
                    serveSome();
                }
                default -> {
                    meanwhile = this::leave;
                    serveSome();
                }
            }
        }

        private void join() {
            var subscriber = subscribers.get(joined++);
            story.append(" join");
            group.add(subscriber);
            members.add(subscriber);
        }

        private void leave() {
            var subscriber = members.remove(choices.below(members.size()));
            story.append(" leave(").append(subscribers.indexOf(subscriber)).append(')');
            group.remove(subscriber);
            unserved.remove(subscriber);
        }

        private void rewind() {
            story.append(" rewind");
            group.rewind();
            unserved.addAll(members);
        }

        private void serveSome() {
            serve(1 + choices.below(members.size()));
        }

        private void serve(int most) {
            story.append(" serve(").append(most).append(')');
            served = 0;
            int answer = group.serve(most, HANDOUT);
            meanwhile = () -> {};
            boolean ended = stopped;
            partly = false;
            stopped = false;
            require(answer == served, "answers how many it served");
            require(served <= most, "serves no more than it may");
            require(ended || served == most || unserved.isEmpty(), "serves as many as it may");
        }

        /** Serves this subscriber. */
        private boolean serve(Subscriber subscriber) {
            require(unserved.remove(subscriber), "serves nobody twice, nobody new and nobody who left");
            served++;
            var first = meanwhile;
            meanwhile = () -> {};
            first.run();
            if (partly) {
                partly = false;
                stopped = true;
                unserved.add(subscriber);
                return false;
            }
            return true;
        }

        private void check() {
            require(group.isServed() == unserved.isEmpty(), "knows whether all are served");
            require(group.isEmpty() == members.isEmpty(), "knows whether anybody is there");
            var last = group.last();
            require(last == null ? members.isEmpty() : members.contains(last), "knows somebody who is there");
        }

        private void require(boolean condition, String rule) {
            if (!condition) {
                throw new AssertionError("broken after" + story + ": " + rule);
            }
        }
    }

    /** Makes different choices in every run, until all have been made. */
    private static final class Choices {
        private int[] made = new int[STEPS];
        private int[] bounds = new int[STEPS];
        private int depth;

        /** Returns a number, starting with 0. */
        private int below(int bound) {
            if (depth == made.length) {
                made = Arrays.copyOf(made, depth * 2);
                bounds = Arrays.copyOf(bounds, depth * 2);
            }
            bounds[depth] = bound;
            return made[depth++];
        }

        /** Begins the next run. Returns false after the last one. */
        private boolean next() {
            while (depth > 0) {
                depth--;
                if (++made[depth] < bounds[depth]) {
                    depth = 0;
                    return true;
                }
                made[depth] = 0;
            }
            return false;
        }
    }
}
