package dev.fanfare.simulation.system;

import dev.fanfare.model.channel.ClientInfo;
import dev.fanfare.model.channel.StreamPosition;
import dev.fanfare.simulation.fabric.Fabric;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The backing system of the engines of all nodes: a primary and its replicas. After a failover, each node detects the new
 * primary at another time; until then, a former primary that is up accepts its writes. Confined to the thread that runs the
 * simulation.
 */
public final class SimulatedSystem {
    /** The data that a primary loses in a restart. */
    public enum Loss {
        NOTHING,
        /** The last writes did not reach the disk. */
        LAST_WRITES,
        /** The data is that of an earlier snapshot. */
        SNAPSHOT,
        /** The last writes are lost, and the replication id is the same: the machine was restored. */
        REWIND,
        EVERYTHING
    }

    private static final Duration LATEST_DETECTION = Duration.ofSeconds(8);
    private static final int RARELY = 4;

    private final Fabric fabric;
    private final List<SimulatedEngine> engines = new ArrayList<>();
    private final List<SimulatedServer> servers = new ArrayList<>();
    private final Map<String, PushLog> logs = new HashMap<>();
    private SimulatedServer elected;
    private int epochs;
    private int replicationIds;
    private boolean lossy;

    /** Creates a system of one server. */
    public SimulatedSystem(Fabric fabric) {
        this.fabric = fabric;
        this.elected = addServer();
    }

    /** Adds a replica. */
    public void addReplica() {
        addServer().replication().replicate(elected.replication());
    }

    /** The accepted pushes of the channel. */
    public PushLog log(String channel) {
        return logs.computeIfAbsent(channel, name -> new PushLog(fabric));
    }

    /** The primary that was elected last. */
    public SimulatedServer primary() {
        return elected;
    }

    /** All servers. */
    public List<SimulatedServer> servers() {
        return servers;
    }

    /** The running replicas of the primary. */
    public List<SimulatedServer> replicas() {
        return servers.stream()
                .filter(server -> server.isUp() && !server.isPrimary())
                .toList();
    }

    /** The top of the channel's history; {@link StreamPosition#NONE} for an unknown channel. */
    public StreamPosition top(String channel) {
        var known = elected.live(channel);
        return known == null ? StreamPosition.NONE : known.top();
    }

    /** The last publication of the channel's history, or its beginning; null for an unknown channel. */
    public @Nullable LogEntry last(String channel) {
        var known = elected.live(channel);
        return known == null ? null : known.last();
    }

    /** The presence of all channels. */
    public Map<String, ClientInfo> members(String channel) {
        return elected.members(channel);
    }

    /** The nodes to which the server would push this channel, including crashed ones. */
    public List<String> subscribedNodes(String channel) {
        return engines.stream()
                .filter(engine -> engine.pushes().isSubscribed(channel))
                .map(SimulatedEngine::self)
                .toList();
    }

    /** True if a fault may have lost acknowledged writes. */
    public boolean isLossy() {
        return lossy;
    }

    /** Removes the publications. Epoch and top remain. */
    public void removeHistory(String channel) {
        if (elected.isUsable()) {
            elected.removeHistory(channel);
        }
    }

    /** Stops all answers and pushes of the server. */
    public void goDown(SimulatedServer server) {
        fabric.note(server.name(), "goes down", "");
        server.goDown();
    }

    /** Starts a server again, which has the role that it had, without the lost data. */
    public void comeUp(SimulatedServer server, Loss loss) {
        fabric.note(server.name(), "comes up with loss of", loss.name());
        server.comeUp();
        if (server.isPrimary()) {
            restart(server, loss);
        }
        reconnect(server);
    }

    /**
     * Makes the server the primary. Nodes detect this one after another. The former primary keeps its role until it is
     * demoted.
     */
    public void promote(SimulatedServer server) {
        fabric.note(server.name(), "is promoted", "");
        lossy = true;
        server.replication().promote();
        elected = server;
        servers.stream().filter(other -> !other.isPrimary()).forEach(replica -> demote(replica, false));
        reconnect(server);
        engines.forEach(this::detectLater);
    }

    /** Makes a former primary a replica of the primary. The connections of nodes survive, or they break. */
    public void demote(SimulatedServer server, boolean breaks) {
        if (server != elected && elected.isPrimary()) {
            fabric.note(server.name(), "is demoted", breaks ? "and closes its connections" : "");
            server.replication().replicate(elected.replication());
            if (breaks) {
                enginesOf(server).forEach(SimulatedEngine::interrupt);
            }
        }
    }

    /** Ends all faults of the servers, and connects all nodes to the primary, which from now on has no replicas. */
    public void heal() {
        for (var server : servers) {
            if (!server.isUp()) {
                comeUp(server, Loss.NOTHING);
            }
        }
        for (var server : servers) {
            if (server != elected && server.isPrimary()) {
                demote(server, true);
            }
        }
        elected.replication().dropReplicas();
        List.copyOf(engines).forEach(engine -> engine.follow(elected));
    }

    void attach(SimulatedEngine engine) {
        engines.add(engine);
    }

    void detach(SimulatedEngine engine) {
        engines.remove(engine);
    }

    List<SimulatedEngine> engines() {
        return engines;
    }

    List<SimulatedEngine> enginesOf(SimulatedServer server) {
        return engines.stream().filter(engine -> engine.server() == server).toList();
    }

    /** The server that a new node regards as the primary. */
    SimulatedServer primaryOf(SimulatedEngine engine) {
        if (servers.size() > 1 && fabric.chance().oneIn(RARELY)) {
            detectLater(engine);
            return fabric.chance().oneOf(servers);
        }
        return elected;
    }

    String newEpoch() {
        epochs++;
        return "e" + epochs;
    }

    String newReplicationId() {
        replicationIds++;
        return "r" + replicationIds;
    }

    private void restart(SimulatedServer server, Loss loss) {
        lossy |= loss != Loss.NOTHING;
        var replication = server.replication();
        switch (loss) {
            case NOTHING -> replication.restart(0);
            case LAST_WRITES -> replication.restart(lost(replication));
            case SNAPSHOT -> replication.restartFromSnapshot();
            case EVERYTHING -> replication.restartEmpty();
            case REWIND -> rewind(server);
        }
    }

    /** Rewinds all servers, because a server that keeps the lost writes cannot be distinguished from one that continues. */
    private void rewind(SimulatedServer server) {
        var replication = server.replication();
        boolean alone = servers.stream().allMatch(other -> other == server || !other.isPrimary());
        if (!alone) {
            replication.restart(lost(replication));
            return;
        }
        replication.rewind(lost(replication));
        replication.data().channels().forEach((channel, history) -> {
            log(channel).regressed(history.top(), fabric.nanoTime());
            fabric.note(server.name(), "regressed " + channel, history.top());
        });
    }

    private int lost(Replication replication) {
        return fabric.chance().between(0, replication.unsaved());
    }

    private void detectLater(SimulatedEngine engine) {
        fabric.after(fabric.chance().between(Duration.ZERO, LATEST_DETECTION), () -> engine.follow(elected));
    }

    private void reconnect(SimulatedServer server) {
        enginesOf(server).forEach(SimulatedEngine::reconnect);
    }

    private SimulatedServer addServer() {
        var server = new SimulatedServer(fabric, this, "s" + (servers.size() + 1));
        servers.add(server);
        return server;
    }
}
