package dev.fanfare.core.node;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fanfare.core.fake.Engines;
import dev.fanfare.core.fake.FakeClient;
import dev.fanfare.core.fake.VirtualLoop;
import dev.fanfare.core.session.Session;
import dev.fanfare.model.monitoring.Metrics;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The reads for operators, in slices. */
class NodeInspectionTest {
    private final List<VirtualLoop> loops = List.of(new VirtualLoop(), new VirtualLoop());
    private final Node node = new Node(loops, Engines.memory(), NodeSettings.DEFAULTS, Metrics.NONE);

    @Test
    void visitSessions_ofManyClients_letsTheLoopWorkInBetween() {
        for (int i = 0; i < 2_000; i++) {
            FakeClient.connect(node, loops.get(i % 2));
        }
        run();
        var visited = new HashSet<Session>();
        var loop = loops.getFirst();
        var done = node.inspection().visitSessions(visited::add).toCompletableFuture();
        loop.runOne();
        int first = visited.size();
        var between = new ArrayList<Integer>();
        loop.execute(() -> between.add(visited.size()));
        run();

        assertThat(first).as("one slice").isBetween(1, 300);
        assertThat(between).as("other work runs after the next slice").allMatch(size -> size < 1_000);
        assertThat(done).isCompleted();
        assertThat(visited).hasSize(2_000);
    }

    @Test
    void channels_haveSizesAndSubscribers() {
        for (int i = 0; i < 10; i++) {
            FakeClient.connect(node, loops.get(i % 2)).subscribe("news");
            FakeClient.connect(node, loops.getFirst()).subscribe("room " + i);
        }
        run();
        var names = new HashSet<String>();
        node.inspection().visitChannels(names::add);
        var sizes =
                node.inspection().sizes(List.of("news", "room 1", "unknown")).toCompletableFuture();
        var subscribers = new ArrayList<Session>();
        var done =
                node.inspection().visitSubscribers("news", 3, subscribers::add).toCompletableFuture();
        run();

        assertThat(names).hasSize(11).contains("news", "room 9");
        assertThat(sizes.join()).containsOnly(Map.entry("news", 10), Map.entry("room 1", 1));
        assertThat(done).isCompleted();
        assertThat(subscribers).as("three for each loop").hasSize(6).doesNotHaveDuplicates();
    }

    private void run() {
        for (int i = 0; i < 4; i++) {
            loops.forEach(VirtualLoop::runAll);
        }
    }
}
