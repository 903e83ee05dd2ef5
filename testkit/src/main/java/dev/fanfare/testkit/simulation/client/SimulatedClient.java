package dev.fanfare.testkit.simulation.client;

import dev.fanfare.core.channel.ClientInfo;
import dev.fanfare.core.channel.Payload;
import dev.fanfare.core.session.SessionListener;
import dev.fanfare.core.transport.CloseReason;
import dev.fanfare.core.transport.Frame;
import dev.fanfare.testkit.simulation.fabric.Fabric;
import dev.fanfare.testkit.simulation.system.SimulatedSystem;
import java.time.Duration;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A client as a good SDK makes it: it connects to any node, subscribes what it wants, keeps its positions, and comes back
 * when something breaks. Confined to the thread that runs the simulation.
 */
public final class SimulatedClient {
    private static final Duration SOONEST = Duration.ofMillis(10);
    private static final Duration LATEST = Duration.ofSeconds(3);

    private final Fabric fabric;
    private final String name;
    private final String user;
    private final Supplier<List<SimulatedNode>> nodes;
    private final Map<String, ClientSubscription> subscriptions = new LinkedHashMap<>();
    private @Nullable SimulatedConnection connection;
    private @Nullable SimulatedNode node;
    private int connections;
    private boolean stopped;

    public SimulatedClient(Fabric fabric, String name, String user, Supplier<List<SimulatedNode>> nodes) {
        this.fabric = fabric;
        this.name = name;
        this.user = user;
        this.nodes = nodes;
    }

    /** Lets the client know a channel, which it may want. */
    public ClientSubscription add(ChannelPlan plan, SimulatedSystem system) {
        var subscription = new ClientSubscription(fabric, this, plan, system.log(plan.name()));
        subscriptions.put(plan.name(), subscription);
        return subscription;
    }

    public String name() {
        return name;
    }

    /** Who it is on its present connection. */
    public ClientInfo info() {
        return new ClientInfo(name + "-" + connections, user);
    }

    public Collection<ClientSubscription> subscriptions() {
        return subscriptions.values();
    }

    /** True from connecting until the client knows that the connection is over. */
    public boolean isConnected() {
        return connection != null;
    }

    /** Where it is connected; null when it is not. */
    public @Nullable SimulatedNode node() {
        return node;
    }

    @Nullable
    SimulatedConnection connection() {
        return connection;
    }

    /** Connects to any node that lives, or tries again later. */
    public void connect() {
        if (stopped || connection != null) {
            return;
        }
        var living = nodes.get();
        if (living.isEmpty()) {
            comeBack();
            return;
        }
        var to = fabric.chance().oneOf(living);
        var made = new SimulatedConnection(fabric, fabric.chance().oneOf(to.loops()), new Peer(connections + 1));
        connections++;
        connection = made;
        node = to;
        fabric.note(name, "connects to", to.name());
        var info = info();
        made.loop().execute(() -> {
            var session = to.node().open(made, opened -> new Listener());
            made.listen(session);
            to.node().identify(session, info);
        });
        subscriptions.values().forEach(ClientSubscription::subscribe);
    }

    /** Wants a channel that it does not want yet, or the other way round. */
    public void toggle(ClientSubscription subscription) {
        if (subscription.isWanted()) {
            subscription.unwant();
        } else {
            subscription.want();
        }
    }

    /** Unsubscribes and subscribes at once. */
    public void renew(ClientSubscription subscription) {
        if (subscription.isWanted()) {
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

    /** The connection breaks; the node notices soon, or only by the missing heartbeat. */
    public void cut(boolean noticed) {
        var lost = connection;
        if (lost != null) {
            lost.vanish();
            if (noticed) {
                fabric.after(fabric.chance().between(SOONEST, LATEST), lost::lose);
            }
            disconnected("cut");
        }
    }

    /** The node's process is gone. */
    public void onCrash(SimulatedNode crashed) {
        if (node == crashed) {
            cut(false);
        }
    }

    /** Does not come back any more. */
    public void stop() {
        stopped = true;
    }

    private void disconnected(Object why) {
        fabric.note(name, "disconnected", why);
        fabric.counts().add("connections lost");
        connection = null;
        node = null;
        subscriptions.values().forEach(ClientSubscription::disconnected);
        comeBack();
    }

    private void comeBack() {
        if (!stopped) {
            fabric.after(fabric.chance().between(SOONEST, LATEST), this::connect);
        }
    }

    /** The client's side of one connection. */
    private final class Peer implements SimulatedConnection.Peer {
        private final int number;

        private Peer(int number) {
            this.number = number;
        }

        @Override
        public void onFrame(Frame frame) {
            var from = node;
            if (number == connections && from != null) {
                var message = SimulationEncoder.decode(frame);
                var subscription = subscriptions.get(message.channel());
                if (subscription == null) {
                    fabric.violated(name + " gets something of " + message.channel() + ", which it does not know");
                } else {
                    subscription.onMessage(message, from);
                }
            }
        }

        @Override
        public void onClosed(CloseReason reason) {
            if (number == connections && connection != null) {
                disconnected(reason.code());
            }
        }
    }

    /** The node's side of one session: a protocol that expects no messages. */
    private final class Listener implements SessionListener {
        private boolean closed;

        @Override
        public void onMessage(Payload message) {}

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
