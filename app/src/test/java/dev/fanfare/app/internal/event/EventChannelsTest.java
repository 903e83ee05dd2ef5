package dev.fanfare.app.internal.event;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fanfare.core.fake.Engines;
import dev.fanfare.core.fake.VirtualLoop;
import dev.fanfare.core.node.Node;
import dev.fanfare.core.node.NodeSettings;
import dev.fanfare.model.monitoring.Metrics;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ObjIntConsumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Joining and leaving, on the loop of a channel and on other threads. */
class EventChannelsTest {
    private static final int MAX_NAME = 255;

    record Said(String what) {}

    private final VirtualLoop loop = new VirtualLoop();
    private final Node node = new Node(List.of(loop), Engines.memory(loop), NodeSettings.DEFAULTS, Metrics.NONE);
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
    void leave_beforeTheSubscribeHasReachedTheLoop_leavesNothingBehind() {
        loop.execute(() -> events.leave("room", member));
        var joined = events.join("room", member).toCompletableFuture();
        loop.runAll();

        assertThat(joined).isCompleted();
        assertThat(node.channelCount()).isZero();
    }

    @Test
    void join_afterTheLastHasLeft_hearsWhatIsSentFromThenOn() {
        events.join("room", member);
        loop.runAll();
        events.leave("room", member);
        var joined = events.join("room", member).toCompletableFuture();
        loop.runAll();
        assertThat(joined).isCompleted();

        send("room", new Said("hello"));

        assertThat(heard).containsExactly(new Said("hello"));
        events.leave("room", member);
        loop.runAll();
        assertThat(node.channelCount()).isZero();
    }

    @Test
    void member_thatFails_hindersNoOther() {
        var last = new ArrayList<Object>();
        events.join("room", member);
        for (int i = 0; i < 50; i++) {
            var words = "on purpose, by number " + i;
            events.join("room", (event, bytes) -> {
                throw new IllegalStateException(words);
            });
        }
        events.join("room", (event, bytes) -> last.add(event));
        loop.runAll();

        send("room", new Said("hello"));

        assertThat(heard).containsExactly(new Said("hello"));
        assertThat(last).containsExactly(new Said("hello"));
    }

    @Test
    void channels_ofTheLongestNames_areHeard_eachByItself() {
        var one = "x".repeat(MAX_NAME);
        var other = "x".repeat(MAX_NAME - 1) + "y";
        var joined = events.join(one, member).toCompletableFuture();
        loop.runAll();
        assertThat(joined).isCompleted();

        send(other, new Said("to the other"));
        send(one, new Said("to the one"));

        assertThat(heard).containsExactly(new Said("to the one"));
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
