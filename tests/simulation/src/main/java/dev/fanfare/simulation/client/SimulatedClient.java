package dev.fanfare.simulation.client;

import dev.fanfare.core.node.Node;
import dev.fanfare.core.session.Session;
import dev.fanfare.core.session.SessionListener;
import dev.fanfare.core.transport.Frame;
import dev.fanfare.model.channel.ClientInfo;
import dev.fanfare.model.channel.Payload;
import dev.fanfare.model.client.CloseReason;
import dev.fanfare.model.client.DisconnectReason;
import dev.fanfare.simulation.fabric.Fabric;
import dev.fanfare.simulation.system.SimulatedSystem;
import java.time.Duration;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A client that behaves like a correct SDK: it connects to any node, subscribes to its channels, keeps its positions, and
 * reconnects after failures. Confined to the thread that runs the simulation.
 */
public final class SimulatedClient {
    private static final Duration SOONEST = Duration.ofMillis(10);
    private static final Duration LATEST = Duration.ofSeconds(3);
    private static final Duration LATEST_WHEN_FORCED = Duration.ofSeconds(15);

    private final Fabric fabric;
    private final String name;
    private final String user;
    private final Supplier<List<SimulatedNode>> nodes;
    private final UserOperations operations;
    private final Map<String, SimulatedSubscription> subscriptions = new LinkedHashMap<>();
    private @Nullable SimulatedConnection connection;
    private @Nullable SimulatedNode node;
    private int connections;
    private ClientInfo info;
    private boolean stopped;

    public SimulatedClient(
            Fabric fabric, String name, String user, Supplier<List<SimulatedNode>> nodes, UserOperations operations) {
        this.fabric = fabric;
        this.name = name;
        this.user = user;
        this.nodes = nodes;
        this.operations = operations;
        this.info = new ClientInfo(name, user);
    }

    /** Adds a channel to which the client can subscribe. */
    public SimulatedSubscription add(ChannelPlan plan, SimulatedSystem system) {
        var subscription = new SimulatedSubscription(fabric, this, plan, system.log(plan.name()));
        subscriptions.put(plan.name(), subscription);
        return subscription;
    }

    public String name() {
        return name;
    }

    /** The client info of the current or latest connection. */
    public ClientInfo info() {
        return info;
    }

    public Collection<SimulatedSubscription> subscriptions() {
        return subscriptions.values();
    }

    /** True from connecting until the client detects the end of the connection. */
    public boolean isConnected() {
        return connection != null;
    }

    /** The connection; null while disconnected. */
    public @Nullable SimulatedNode node() {
        return node;
    }

    @Nullable
    SimulatedConnection connection() {
        return connection;
    }

    /** Connects to any running node, or tries again later. */
    public void connect() {
        if (stopped || connection != null) {
            return;
        }
        var living = nodes.get();
        if (living.isEmpty()) {
            comeBack(LATEST);
            return;
        }
        var to = fabric.chance().oneOf(living);
        connections++;
        var identity = new ClientInfo(to.node().clients().newId(), user);
        info = identity;
        var made = new SimulatedConnection(
                fabric, fabric.chance().oneOf(to.loops()), to.governor(), new Peer(connections, identity));
        connection = made;
        node = to;
        fabric.note(name, "connects as", identity.client());
        made.loop().execute(() -> open(to.node(), made, identity));
        subscriptions.values().forEach(SimulatedSubscription::subscribe);
    }

    /** Subscribes to a channel, or unsubscribes from one. */
    public void toggle(SimulatedSubscription subscription) {
        if (subscription.isActive()) {
            subscription.unwant();
        } else {
            subscription.start();
        }
    }

    /** Unsubscribes and immediately subscribes again. */
    public void renew(SimulatedSubscription subscription) {
        if (subscription.isActive()) {
            subscription.renew();
        }
    }

    /** Stops reading. */
    public void stall() {
        if (connection != null) {
            connection.stall();
        }
    }

    /** Reads again. */
    public void resume() {
        if (connection != null) {
            connection.resume();
        }
    }

    /** Breaks the connection. The node detects it soon, or by the missing heartbeat. */
    public void cut(boolean noticed) {
        var lost = connection;
        if (lost != null) {
            lost.vanish();
            if (noticed) {
                fabric.after(fabric.chance().between(SOONEST, LATEST), lost::lose);
            }
            disconnected("cut", LATEST);
        }
    }

    /** The process of the node has ended. */
    public void onCrash(SimulatedNode crashed) {
        if (node == crashed) {
            cut(false);
        }
    }

    /** Disconnects permanently. */
    public void stop() {
        stopped = true;
    }

    boolean mayBeUnsubscribed(String channel) {
        return operations.mayUnsubscribe(user, channel);
    }

    private void open(Node at, SimulatedConnection made, ClientInfo identity) {
        var session = at.open(made, Listener::new);
        made.listen(session);
        at.identify(session, identity);
    }

    private void disconnected(Object why, Duration latestReturn) {
        fabric.note(name, "disconnected", why);
        fabric.counts().add("connections lost");
        connection = null;
        node = null;
        subscriptions.values().forEach(SimulatedSubscription::disconnected);
        comeBack(latestReturn);
    }

    private void comeBack(Duration latest) {
        if (!stopped) {
            fabric.after(fabric.chance().between(SOONEST, latest), this::connect);
        }
    }

    /** The client's side of one connection. */
    private final class Peer implements SimulatedConnection.Peer {
        private final int number;
        private final DirectReader directs;

        private Peer(int number, ClientInfo info) {
            this.number = number;
            this.directs = new DirectReader(fabric, info.client());
        }

        @Override
        public void onFrame(Frame frame) {
            var from = node;
            if (number == connections && from != null) {
                switch (SimulationEncoder.decode(frame)) {
                    case ClientMessage.Direct direct -> directs.read(direct);
                    case ClientMessage.OfChannel message -> onMessage(message, from);
                }
            }
        }

        private void onMessage(ClientMessage.OfChannel message, SimulatedNode from) {
            var subscription = subscriptions.get(message.channel());
            if (subscription == null) {
                fabric.violated(
                        name + " receives a message of " + message.channel() + ", to which it never subscribed");
            } else {
                subscription.onMessage(message, from);
            }
        }

        @Override
        public void onClosed(CloseReason reason) {
            if (number == connections && connection != null) {
                boolean forced = reason.equals(DisconnectReason.FORCED.reason());
                fabric.require(!forced || operations.mayDisconnect(user), name + " is disconnected without a request");
                disconnected(reason.code(), forced ? LATEST_WHEN_FORCED : LATEST);
            }
        }
    }

    /** The node's side of one session, whose protocol has no messages from clients. */
    private final class Listener implements SessionListener {
        private final Session session;
        private boolean closed;

        private Listener(Session session) {
            this.session = session;
        }

        @Override
        public void onMessage(Payload message) {}

        @Override
        public void onDirect(Payload message) {
            fabric.require(!closed, "an ended session of " + name + " receives a message");
            session.send(SimulationEncoder.frame(ClientMessage.parse(message.text())));
        }

        @Override
        public void onDrained() {}

        @Override
        public void onClosed(CloseReason reason) {
            if (closed) {
                fabric.violated("a session of " + name + " ends twice");
            }
            closed = true;
        }
    }
}
