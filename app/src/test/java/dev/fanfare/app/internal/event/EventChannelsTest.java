package dev.fanfare.app.internal.event;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fanfare.core.budget.MemoryGovernor;
import dev.fanfare.core.budget.MemoryLimits;
import dev.fanfare.core.fake.Engines;
import dev.fanfare.core.fake.VirtualLoop;
import dev.fanfare.core.node.Node;
import dev.fanfare.core.node.NodeSettings;
import dev.fanfare.model.channel.OverloadedException;
import dev.fanfare.model.monitoring.MemoryKind;
import dev.fanfare.model.monitoring.Metrics;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ObjIntConsumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Joining and leaving, on the loop of a channel and on other threads. */
class EventChannelsTest {
    private static final int MAX_NAME = 255;
    private static final int EVENT_BYTES = 1 << 20;
    private static final int MANY = 20_000;

    record Said(String what) {}

    private final VirtualLoop loop = new VirtualLoop();
    private final MemoryGovernor governor = new MemoryGovernor(MemoryLimits.NONE.with(MemoryKind.EVENTS, EVENT_BYTES));
    private final Node node =
            new Node(List.of(loop), Engines.memory(loop), NodeSettings.DEFAULTS, Metrics.NONE, governor);
    private final EventChannels events = new EventChannels(node, List.of(loop));
    private final List<Object> heard = new ArrayList<>();
    private final ObjIntConsumer<Object> member = this::hear;

    EventChannelsTest() {
        events.codec().register(Said.class);
    }

    @AfterEach
    void stop() {
        node.close();
    }

    @Test
    void leave_beforeTheLoopSubscribes_leavesNothingBehind() {
        loop.execute(() -> events.leave(loop, "room", member));
        var joined = events.join(loop, "room", member).toCompletableFuture();
        loop.runAll();

        assertThat(joined).isCompleted();
        assertThat(node.channelCount()).isZero();
    }

    @Test
    void join_afterLastLeave_receivesLaterEvents() {
        events.join(loop, "room", member);
        loop.runAll();
        events.leave(loop, "room", member);
        var joined = events.join(loop, "room", member).toCompletableFuture();
        loop.runAll();
        assertThat(joined).isCompleted();

        send("room", new Said("hello"));

        assertThat(heard).containsExactly(new Said("hello"));
        events.leave(loop, "room", member);
        loop.runAll();
        assertThat(node.channelCount()).isZero();
    }

    @Test
    void member_thatFails_hindersNoOther() {
        var last = new ArrayList<Object>();
        events.join(loop, "room", member);
        for (int i = 0; i < 50; i++) {
            var words = "on purpose, by number " + i;
            events.join(loop, "room", (event, bytes) -> {
                throw new IllegalStateException(words);
            });
        }
        events.join(loop, "room", (event, bytes) -> last.add(event));
        loop.runAll();

        send("room", new Said("hello"));

        assertThat(heard).containsExactly(new Said("hello"));
        assertThat(last).containsExactly(new Said("hello"));
    }

    @Test
    void channels_withLongestNames_receiveOwnEventsOnly() {
        var one = "x".repeat(MAX_NAME);
        var other = "x".repeat(MAX_NAME - 1) + "y";
        var joined = events.join(loop, one, member).toCompletableFuture();
        loop.runAll();
        assertThat(joined).isCompleted();

        send(other, new Said("to the other"));
        send(one, new Said("to the one"));

        assertThat(heard).containsExactly(new Said("to the one"));
    }

    @Test
    void send_manyMembers_yieldsBetweenSlices() {
        for (int i = 0; i < MANY; i++) {
            events.join(loop, "room", (event, bytes) -> heard.add(event));
        }
        loop.runAll();
        events.send("room", new Said("hello"));
        var between = new ArrayList<Integer>();

        loop.runOne();
        loop.execute(() -> between.add(heard.size()));
        loop.runAll();

        assertThat(between).hasSize(1);
        assertThat(between.getFirst()).isPositive().isLessThan(MANY);
        assertThat(heard).hasSize(MANY);
    }

    @Test
    void send_manyEvents_needsOneTaskOnTheLoop() {
        events.join(loop, "room", member);
        loop.runAll();

        for (int i = 0; i < 1_000; i++) {
            events.send("room", new Said("" + i));
        }

        assertThat(loop.tasksWaiting()).isEqualTo(1);
        loop.runAll();
        assertThat(heard).hasSize(1_000).doesNotHaveDuplicates();
    }

    @Test
    void send_boundReached_isRefusedUntilDelivered() {
        events.join(loop, "room", member);
        loop.runAll();

        int accepted = 0;
        while (!events.send("room", new Said("x".repeat(1_000)))
                .toCompletableFuture()
                .isCompletedExceptionally()) {
            accepted++;
        }

        assertThat(accepted).isBetween(EVENT_BYTES / 2_000, EVENT_BYTES / 1_000);
        assertThat(events.send("room", new Said("x")).toCompletableFuture())
                .failsWithin(Duration.ZERO)
                .withThrowableThat()
                .havingCause()
                .isInstanceOf(OverloadedException.class)
                .withMessageContaining("publish rejected");
        loop.runAll();
        assertThat(heard).hasSize(accepted);
        send("room", new Said("again"));
        assertThat(heard).hasSize(accepted + 1);
    }

    @Test
    void leave_betweenSlices_receivesNoMore() {
        for (int i = 0; i < MANY; i++) {
            events.join(loop, "room", (event, bytes) -> heard.add(event));
        }
        ObjIntConsumer<Object> leaving = (event, bytes) -> heard.add(bytes);
        events.join(loop, "room", leaving);
        loop.runAll();
        events.send("room", new Said("hello"));
        loop.runOne();

        events.leave(loop, "room", leaving);
        loop.runAll();

        assertThat(heard.size()).isBetween(MANY, MANY + 1);
    }

    private void send(String channel, Object event) {
        var sent = events.send(channel, event).toCompletableFuture();
        loop.runAll();
        assertThat(sent).isCompleted();
    }

    private void hear(Object event, int bytes) {
        heard.add(event);
    }
}
