package dev.fanfare.simulation;

import dev.fanfare.core.fake.VirtualLoop;
import dev.fanfare.core.hub.HubSettings;
import dev.fanfare.core.hub.PositionSettings;
import dev.fanfare.core.node.NodeSettings;
import dev.fanfare.core.node.PresenceSettings;
import dev.fanfare.core.session.SessionSettings;
import dev.fanfare.simulation.client.ChannelPlan;
import dev.fanfare.simulation.client.DirectMessages;
import dev.fanfare.simulation.client.SimulatedClient;
import dev.fanfare.simulation.client.SimulatedNode;
import dev.fanfare.simulation.client.UserOperations;
import dev.fanfare.simulation.fabric.Fabric;
import dev.fanfare.simulation.system.SimulatedSystem;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The nodes, clients and channels of a simulation. Confined to the thread that runs the simulation. */
final class World {
    private static final int MOST_NODES = 3;
    private static final int MOST_REPLICAS = 2;
    private static final int MOST_LOOPS = 2;
    private static final int LEAST_CLIENTS = 4;
    private static final int MOST_CLIENTS = 8;
    private static final int USERS = 4;
    private static final int LEAST_OUTBOX_BYTES = 100;
    private static final int MOST_OUTBOX_BYTES = 3000;
    private static final int LEAST_BATCH_BYTES = 150;
    private static final int MOST_BATCH_BYTES = 2000;
    private static final int MOST_IN_A_SLICE = 4;
    private static final int MAX_SUBSCRIPTIONS = 16;
    private static final int RECOVERY_LIMIT = 20;
    private static final PresenceSettings PRESENCE =
            new PresenceSettings(Duration.ofSeconds(5), Duration.ofSeconds(15));
    private static final PositionSettings POSITIONS =
            new PositionSettings(Duration.ofSeconds(10), Duration.ofSeconds(1), 1000);

    private final Fabric fabric;
    private final SimulatedSystem system;
    private final NodeSettings settings;
    private final List<ChannelPlan> plans;
    private final List<SimulatedNode> nodes = new ArrayList<>();
    private final List<SimulatedClient> clients = new ArrayList<>();
    private final Publisher publisher;
    private final UserOperations operations;
    private final DirectMessages directs;
    private final int mostNodes;
    private int nodesMade;
    private boolean healed;

    World(Fabric fabric) {
        this.fabric = fabric;
        this.system = system(fabric);
        this.settings = settings(fabric);
        this.plans = Plans.of(fabric.chance());
        this.publisher = new Publisher(fabric, system, this::open);
        this.operations = new UserOperations(fabric);
        this.directs = new DirectMessages(fabric);
        this.mostNodes = fabric.chance().between(1, MOST_NODES);
        int clientCount = fabric.chance().between(LEAST_CLIENTS, MOST_CLIENTS);
        for (int i = 0; i < mostNodes; i++) {
            startNode();
        }
        for (int i = 0; i < clientCount; i++) {
            clients.add(client(i));
        }
        clients.forEach(SimulatedClient::connect);
    }

    Fabric fabric() {
        return fabric;
    }

    SimulatedSystem system() {
        return system;
    }

    List<ChannelPlan> plans() {
        return plans;
    }

    /** The running nodes, including those that are leaving. */
    List<SimulatedNode> nodes() {
        return nodes;
    }

    /** The nodes that accept clients. */
    List<SimulatedNode> open() {
        return nodes.stream().filter(node -> !node.isLeaving()).toList();
    }

    List<SimulatedClient> clients() {
        return clients;
    }

    Publisher publisher() {
        return publisher;
    }

    UserOperations operations() {
        return operations;
    }

    DirectMessages directs() {
        return directs;
    }

    /** True while fewer nodes run than are permitted. */
    boolean hasRoom() {
        return nodes.size() < mostNodes;
    }

    void startNode() {
        nodesMade++;
        var node = new SimulatedNode(
                fabric, system, "n" + nodesMade, fabric.chance().between(1, MOST_LOOPS), settings);
        nodes.add(node);
        fabric.note(node.name(), "starts", "");
    }

    void kill(SimulatedNode node) {
        nodes.remove(node);
        node.kill();
        clients.forEach(client -> client.onCrash(node));
    }

    /** Ends the process of a node that has left, in order. */
    void close(SimulatedNode node) {
        if (nodes.remove(node)) {
            fabric.note(node.name(), "closes", "");
            node.node().close();
            node.loops().forEach(VirtualLoop::stop);
            clients.forEach(client -> client.onCrash(node));
        }
    }

    /** Publishes before any node has checked for losses. */
    void publishAtOnce() {
        if (fabric.chance().oneIn(2)) {
            open().forEach(node -> publisher.publish(fabric.chance().oneOf(plans), node, null));
        }
    }

    /** True after the end of all faults. */
    boolean isHealed() {
        return healed;
    }

    /** Publishes to each channel. Returns the data. */
    Map<ChannelPlan, String> publishToAll() {
        var published = new LinkedHashMap<ChannelPlan, String>();
        for (var plan : plans) {
            published.put(plan, publisher.publishPlain(plan, fabric.chance().oneOf(open())));
        }
        return published;
    }

    /** Ends all faults. */
    void heal() {
        fabric.note("world", "heals", "");
        healed = true;
        if (open().isEmpty()) {
            startNode();
        }
        system.heal();
        for (var node : nodes) {
            node.engine().heal();
            node.engine().spare();
            node.loops().forEach(VirtualLoop::release);
        }
        clients.forEach(SimulatedClient::resume);
    }

    private SimulatedClient client(int number) {
        var chance = fabric.chance();
        var client = new SimulatedClient(fabric, "c" + number, "u" + number % USERS, this::open, operations);
        for (var plan : plans) {
            var subscription = client.add(plan, system);
            if (chance.oneIn(2)) {
                client.toggle(subscription);
            }
        }
        return client;
    }

    /** Half of the systems have no replicas. */
    private static SimulatedSystem system(Fabric fabric) {
        var system = new SimulatedSystem(fabric);
        if (fabric.chance().oneIn(2)) {
            int replicas = fabric.chance().between(1, MOST_REPLICAS);
            for (int i = 0; i < replicas; i++) {
                system.addReplica();
            }
        }
        return system;
    }

    private static NodeSettings settings(Fabric fabric) {
        var d = SessionSettings.DEFAULTS;
        int outboxBytes = fabric.chance().between(LEAST_OUTBOX_BYTES, MOST_OUTBOX_BYTES);
        var session = new SessionSettings(
                outboxBytes, MAX_SUBSCRIPTIONS, d.pingInterval(), d.pongTimeout(), d.flushTimeout());
        var hub = new HubSettings(
                fabric.chance().between(1, MOST_IN_A_SLICE),
                HubSettings.DEFAULTS.sliceTime(),
                fabric.chance().between(LEAST_BATCH_BYTES, MOST_BATCH_BYTES),
                HubSettings.DEFAULTS.backlogBytes(),
                POSITIONS);
        return new NodeSettings(session, hub, PRESENCE, RECOVERY_LIMIT);
    }
}
