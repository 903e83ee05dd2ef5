package dev.fanfare.protocol.centrifuge.client;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fanfare.core.fake.Engines;
import dev.fanfare.core.fake.FakeConnection;
import dev.fanfare.core.fake.IgnoringListener;
import dev.fanfare.core.fake.VirtualLoop;
import dev.fanfare.core.node.Node;
import dev.fanfare.core.node.NodeSettings;
import dev.fanfare.model.channel.Payload;
import dev.fanfare.model.monitoring.Metrics;
import dev.fanfare.protocol.centrifuge.message.Command;
import dev.fanfare.protocol.centrifuge.settings.CentrifugeSettings;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
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

    private void add(int count) {
        for (int i = 0; i < count; i++) {
            queue.add(new Command.Rpc(handled.size() + i, "m", Payload.text("")), 10);
        }
    }
}
