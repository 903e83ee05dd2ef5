package dev.fanfare.protocol.centrifuge.client;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fanfare.core.budget.MemoryGovernor;
import dev.fanfare.core.fake.Engines;
import dev.fanfare.core.fake.FakeConnection;
import dev.fanfare.core.fake.IgnoringListener;
import dev.fanfare.core.fake.PlainFraming;
import dev.fanfare.core.fake.VirtualLoop;
import dev.fanfare.core.node.Node;
import dev.fanfare.core.node.NodeSettings;
import dev.fanfare.model.channel.Payload;
import dev.fanfare.model.monitoring.MemoryKind;
import dev.fanfare.model.monitoring.Metrics;
import dev.fanfare.protocol.centrifuge.message.Command;
import dev.fanfare.protocol.centrifuge.message.FilterNode;
import dev.fanfare.protocol.centrifuge.settings.CentrifugeSettings;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Commands yield to other work of the loop and keep their order. */
class CommandQueueTest {
    private static final int SLICE = 64;

    private final VirtualLoop loop = new VirtualLoop();
    private final Node node = new Node(List.of(loop), Engines.memory(loop), NodeSettings.DEFAULTS, Metrics.NONE);
    private final FakeConnection connection = new FakeConnection(loop);
    private final List<Integer> handled = new ArrayList<>();
    private final CommandQueue queue = new CommandQueue(
            node.open(connection, session -> new IgnoringListener()), CentrifugeSettings.DEFAULTS, command -> {
                handled.add(command.id());
                return CompletableFuture.completedStage(null);
            });

    @Test
    void start_manyCommands_yieldsAndPausesReading() {
        add(200);
        queue.start();
        var between = new ArrayList<Integer>();
        loop.execute(() -> between.add(handled.size()));

        assertThat(handled).hasSize(SLICE);
        assertThat(connection.isReadingPaused()).isTrue();
        loop.runOne();
        loop.runOne();
        assertThat(between).containsExactly(2 * SLICE);
        loop.runAll();

        assertThat(handled).isEqualTo(IntStream.range(0, 200).boxed().toList());
        assertThat(connection.isReadingPaused()).isFalse();
    }

    @Test
    void start_manyMessagesOfOneRead_shareASlice() {
        for (int i = 0; i < 200; i++) {
            add(1);
            queue.start();
        }

        assertThat(handled).hasSize(SLICE);
        loop.runAll();
        assertThat(handled).hasSize(200);
    }

    @Test
    void close_whileSuspended_startsNothing() {
        add(200);
        queue.start();

        queue.close();
        loop.runAll();

        assertThat(handled).hasSize(SLICE);
    }

    /** Each entry and node takes a few bytes in a message. */
    @Test
    void decodedObjects_countInTheMemoryBudget() {
        var leaf = new FilterNode("", "", "", "", List.of(), List.of());
        var filter = new FilterNode("or", "", "", "", List.of(), Collections.nCopies(99, leaf));
        var plain = Command.Subscribe.plain("c");
        var filtered = new Command.Subscribe(0, "c", "", null, null, false, false, false, "", filter, 0, 0);
        var subs = IntStream.range(0, 5_000).boxed().collect(Collectors.toMap(i -> "c" + i, i -> plain));

        assertThat(held(filtered)).isEqualTo(held(plain) + 100 * 64);
        assertThat(held(new Command.Connect(1, "", null, subs, "", "", Map.of())))
                .isGreaterThan(5_000 * 150);
    }

    /** The bytes that a command counts while it is carried out. */
    private long held(Command command) {
        var governor = MemoryGovernor.unlimited();
        var session =
                node.open(new FakeConnection(loop, PlainFraming.PLAIN, governor), opened -> new IgnoringListener());
        var busy = new CommandQueue(session, CentrifugeSettings.DEFAULTS, started -> new CompletableFuture<>());
        busy.add(command, 1_000);
        busy.start();
        return governor.budget(MemoryKind.INBOXES).used();
    }

    private void add(int count) {
        for (int i = 0; i < count; i++) {
            queue.add(new Command.Rpc(handled.size() + i, "m", Payload.text("")), 10);
        }
    }
}
