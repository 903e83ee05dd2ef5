package dev.fanfare.simulation.system;

import dev.fanfare.core.port.Engine;
import dev.fanfare.core.port.HistoryBroker;
import dev.fanfare.core.port.PresenceStore;
import dev.fanfare.model.channel.StreamPosition;
import dev.fanfare.simulation.fabric.Fabric;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One node's engine on a {@link SimulatedSystem}. Confined to the thread that runs the simulation. */
public final class SimulatedEngine implements Engine {
    private static final Duration SOONEST_NOTICED = Duration.ofMillis(100);
    private static final Duration LATEST_NOTICED = Duration.ofSeconds(10);

    private final Fabric fabric;
    private final SimulatedSystem system;
    private final String self;
    private final SimulatedSeenPositions seen;
    private final CommandConnection commands;
    private final PushConnection pushes;
    private final SimulatedBroker broker;
    private final SimulatedPresence presence;
    private final SimulatedCluster cluster;
    private SimulatedServer server;
    private int lives;
    private boolean connected = true;
    private boolean partitioned;
    private boolean over;

    public SimulatedEngine(Fabric fabric, SimulatedSystem system, String self) {
        this.fabric = fabric;
        this.system = system;
        this.self = self;
        this.commands = new CommandConnection(fabric, self);
        this.seen = new SimulatedSeenPositions(fabric, system);
        this.pushes = new PushConnection(fabric, self, seen);
        this.broker = new SimulatedBroker(fabric, this::server, commands, pushes, seen);
        this.presence = new SimulatedPresence(this::server, commands);
        this.cluster = new SimulatedCluster(fabric, system, this);
        this.server = system.primaryOf(this);
        system.attach(this);
        if (!server.isUsable()) {
            interrupt();
        }
    }

    /** The name of the node. */
    public String self() {
        return self;
    }

    /** The server that the node regards as the primary. */
    public SimulatedServer server() {
        return server;
    }

    /** The connection for commands, for faults. */
    public CommandConnection commands() {
        return commands;
    }

    /** The connection for pushes, for faults. */
    public PushConnection pushes() {
        return pushes;
    }

    /** Disconnects the node from the system. */
    public void partition() {
        partitioned = true;
        interrupt();
    }

    /** Ends a partition. Does nothing without one. */
    public void heal() {
        if (partitioned) {
            partitioned = false;
            restore();
        }
    }

    /** Cancels the planned faults. */
    public void spare() {
        commands.spare();
        pushes.spare();
    }

    /** The clients that have joined and not left, as reported by this node: {@code channel/client}. */
    public Collection<String> joined() {
        return List.copyOf(broker.joined());
    }

    /**
     * Why a lost position that this node has seen may be accepted as current; null if this node should have prevented
     * that.
     */
    public @Nullable String excuseForLost(String channel, StreamPosition position, long lostNanos) {
        return over ? "the node has ended" : seen.excuse(channel, position, lostNanos);
    }

    /** Ends the process. The server detects it later. */
    public void kill() {
        over = true;
        cluster.kill();
        commands.kill();
        pushes.kill();
        fabric.after(fabric.chance().between(SOONEST_NOTICED, LATEST_NOTICED), () -> system.detach(this));
    }

    /** True if the process has ended or has closed its engine. */
    boolean isOver() {
        return over;
    }

    @Override
    public HistoryBroker broker() {
        return broker;
    }

    @Override
    public PresenceStore presence() {
        return presence;
    }

    @Override
    public SimulatedCluster cluster() {
        return cluster;
    }

    @Override
    public void close() {
        if (!over) {
            over = true;
            cluster.close();
            commands.close();
            pushes.kill();
            system.detach(this);
        }
    }

    /** Connects to the server that the node now regards as the primary. Does nothing if it is the same. */
    void follow(SimulatedServer to) {
        if (!over && server != to) {
            fabric.note(self, "follows", to.name());
            interrupt();
            server = to;
            restore();
        }
    }

    /** Connects again if the connection is broken. */
    void reconnect() {
        if (!connected) {
            restore();
        }
    }

    /** Breaks the connection. */
    void interrupt() {
        lives++;
        connected = false;
        commands.interrupt();
        cluster.interrupt();
        pushes.interrupt();
    }

    /** Breaks the connection because the server ends. */
    void lose() {
        interrupt();
        commands.lose();
    }

    private void restore() {
        if (!over && !partitioned && server.isUsable()) {
            int life = ++lives;
            connected = true;
            commands.restore();
            cluster.restore();
            commands.handshake(() -> inLife(life, this::compare), () -> inLife(life, this::resubscribe));
        }
    }

    /** A server that is no primary any more refuses the comparison, and the connection ends. */
    private void compare() {
        if (server.isPrimary()) {
            seen.compare(server);
        } else {
            interrupt();
        }
    }

    private void resubscribe() {
        pushes.restore(broker.subscribed());
    }

    private void inLife(int life, Runnable step) {
        if (life == lives && !over) {
            step.run();
        }
    }
}
