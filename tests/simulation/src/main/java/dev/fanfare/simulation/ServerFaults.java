package dev.fanfare.simulation;

import dev.fanfare.simulation.fabric.Chance;
import dev.fanfare.simulation.fabric.Fabric;
import dev.fanfare.simulation.system.SimulatedServer;
import dev.fanfare.simulation.system.SimulatedSystem;
import dev.fanfare.simulation.system.SimulatedSystem.Loss;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;

/** The faults of the servers and their replication. Confined to the thread that runs the simulation. */
final class ServerFaults {
    private static final Duration SHORT = Duration.ofMillis(100);
    private static final Duration MEDIUM = Duration.ofSeconds(3);
    private static final Duration LONG = Duration.ofSeconds(8);
    private static final List<Loss> LOSSES = List.of(Loss.values());
    private static final int LEAST_TIMES_SLOWER = 20;
    private static final int MOST_TIMES_SLOWER = 500;

    private final World world;
    private final SimulatedSystem system;
    private final Fabric fabric;
    private final Chance chance;

    ServerFaults(World world) {
        this.world = world;
        this.system = world.system();
        this.fabric = world.fabric();
        this.chance = fabric.chance();
    }

    /** The primary crashes and comes back as the primary, possibly without some data. */
    void restart() {
        var server = system.primary();
        if (server.isUp()) {
            var loss = chance.oneOf(LOSSES);
            count("restarts with loss of " + loss);
            system.goDown(server);
            later(chance.between(SHORT, MEDIUM), () -> comeUp(server, loss));
        }
    }

    void takeSnapshot() {
        count("snapshots");
        system.primary().replication().takeSnapshot();
    }

    /**
     * A replica becomes the primary. The former primary crashes, or it is cut off and accepts the writes of the nodes that have
     * not detected the failover. Later it becomes a replica.
     */
    void failover() {
        onReplica(replica -> {
            var former = system.primary();
            boolean crashes = chance.oneIn(2);
            count(crashes ? "failovers after a crash" : "failovers with two primaries");
            if (crashes && former.isUp()) {
                system.goDown(former);
            }
            system.promote(replica);
            world.publishAtOnce();
            if (!former.isUp() && chance.oneIn(2)) {
                var loss = chance.oneOf(LOSSES);
                later(chance.between(SHORT, LONG), () -> comeUp(former, loss));
            }
            later(chance.between(SHORT, LONG), () -> demote(former));
        });
    }

    /** A replica becomes the primary, and the former primary its replica. Connections survive. Possibly both switch back. */
    void switchover() {
        onReplica(replica -> {
            count("switchovers");
            var former = system.primary();
            system.promote(replica);
            system.demote(former, false);
            world.publishAtOnce();
            if (chance.oneIn(2)) {
                later(chance.between(Duration.ZERO, MEDIUM), () -> switchBack(former));
            }
        });
    }

    void slowReplication() {
        onReplica(replica -> {
            count("slow replications");
            replica.replication().slow(chance.between(LEAST_TIMES_SLOWER, MOST_TIMES_SLOWER));
            later(chance.between(SHORT, LONG), () -> replica.replication().slow(1));
        });
    }

    void breakReplication() {
        onReplica(replica -> {
            count("broken replications");
            replica.replication().resync();
        });
    }

    private void switchBack(SimulatedServer former) {
        var current = system.primary();
        if (former.isUp() && !former.isPrimary()) {
            count("switchovers back");
            system.promote(former);
            system.demote(current, false);
            world.publishAtOnce();
        }
    }

    private void comeUp(SimulatedServer server, Loss loss) {
        if (!server.isUp()) {
            system.comeUp(server, loss);
            world.publishAtOnce();
        }
    }

    private void demote(SimulatedServer former) {
        if (former.isPrimary()) {
            system.demote(former, chance.oneIn(2));
        }
        comeUp(former, Loss.NOTHING);
    }

    private void onReplica(Consumer<SimulatedServer> action) {
        var replicas = system.replicas();
        if (!replicas.isEmpty()) {
            action.accept(chance.oneOf(replicas));
        }
    }

    /** Performs the next step of a fault, unless all faults have ended. */
    private void later(Duration delay, Runnable step) {
        fabric.after(delay, () -> {
            if (!world.isHealed()) {
                step.run();
            }
        });
    }

    private void count(String fault) {
        fabric.counts().add("faults: " + fault);
    }
}
