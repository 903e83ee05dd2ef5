package dev.fanfare.simulation.fabric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class FabricTest {
    private static final Duration LONG = Duration.ofMinutes(1);

    private final Fabric fabric = new Fabric(42, null);
    private final List<Integer> arrived = new ArrayList<>();

    @Test
    void link_ordered_keepsTheOrder() {
        var link = new SimulatedLink(fabric);
        var sent = IntStream.range(0, 200).boxed().toList();

        sent.forEach(number -> link.send(() -> arrived.add(number)));
        fabric.advance(LONG);

        assertThat(arrived).isEqualTo(sent);
    }

    @Test
    void link_unordered_mixesMessages() {
        var link = new SimulatedLink(fabric);
        var sent = IntStream.range(0, 200).boxed().toList();

        sent.forEach(number -> link.sendUnordered(() -> arrived.add(number)));
        fabric.advance(LONG);

        assertThat(arrived).containsExactlyInAnyOrderElementsOf(sent).isNotEqualTo(sent);
    }

    @Test
    void link_cut_losesOnlyMessagesInTransit() {
        var link = new SimulatedLink(fabric);

        link.send(() -> arrived.add(1));
        link.cut();
        link.send(() -> arrived.add(2));
        fabric.advance(LONG);

        assertThat(arrived).containsExactly(2);
    }

    @Test
    void violation_message_hasSeedTimeAndTrace() {
        fabric.after(Duration.ofSeconds(3), () -> {
            fabric.note("node", "does", "something");
            fabric.violated("the first");
            fabric.violated("the second");
        });

        assertThatThrownBy(() -> fabric.advance(LONG))
                .isInstanceOf(SimulationException.class)
                .hasMessageContaining("seed 42 at PT3S: the first")
                .hasMessageContaining("node     does something")
                .hasMessageContaining("-Dtest=SimulatorTest -Dsimulation.seed=42")
                .hasMessageContaining("dev.fanfare.simulation.Replay 42")
                .hasMessageNotContaining("the second");
    }

    @Test
    void throwable_onLoop_isAViolation() {
        fabric.after(Duration.ofSeconds(1), () -> {
            throw new IllegalStateException("a bug");
        });

        assertThatThrownBy(() -> fabric.advance(LONG)).hasRootCauseMessage("a bug");
    }
}
