package dev.fanfare.core.memory;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fanfare.core.contract.HeardChanges;
import dev.fanfare.core.contract.OccupancyContract;
import dev.fanfare.core.fake.VirtualLoop;
import dev.fanfare.core.port.Occupancy;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class MemoryOccupancyTest extends OccupancyContract {
    private final VirtualLoop loop = new VirtualLoop();

    @Override
    protected List<? extends Occupancy> create(int nodes) {
        return List.of(new MemoryOccupancy("node", loop));
    }

    @Override
    protected void elapse(Duration duration) {
        loop.advance(duration);
    }

    @Test
    void enter_afterDebounce_isReported() {
        var heard = new HeardChanges();
        var occupancy = new MemoryOccupancy("node", loop);
        occupancy.start(Duration.ofSeconds(2), heard);

        occupancy.enter("room");
        loop.advance(Duration.ofMillis(1_999));
        assertThat(heard.changes()).isEmpty();
        loop.advance(Duration.ofMillis(1));

        assertThat(heard.changes())
                .containsExactly(new Occupancy.Change("node-1", "room", true, Duration.ofSeconds(2)));
    }

    @Test
    void close_pendingChanges_areNotReported() {
        var heard = new HeardChanges();
        var occupancy = new MemoryOccupancy("node", loop);
        occupancy.start(Duration.ofSeconds(2), heard);
        occupancy.enter("room");

        occupancy.close();
        loop.advance(Duration.ofSeconds(10));

        assertThat(heard.changes()).isEmpty();
    }
}
