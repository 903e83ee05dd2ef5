package dev.fanfare.simulation.system;

import dev.fanfare.core.contract.ClusterContract;
import dev.fanfare.core.port.Cluster;
import dev.fanfare.simulation.fabric.Fabric;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;

/** The simulated cluster satisfies the contract, so that the simulator finds faults of core only. */
class SimulatedClusterTest extends ClusterContract {
    private static final long SEED = 1;

    private final Fabric fabric = new Fabric(SEED, null);
    private final SimulatedSystem system = new SimulatedSystem(fabric);
    private int made;

    @Override
    protected List<? extends Cluster> create(int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> {
                    made++;
                    return new SimulatedEngine(fabric, system, "n" + made).cluster();
                })
                .toList();
    }

    @Override
    protected void elapse(Duration duration) {
        fabric.advance(duration);
    }
}
