package dev.fanfare.simulation.system;

import dev.fanfare.core.port.BrokerListener;
import dev.fanfare.model.channel.Publication;
import dev.fanfare.model.channel.Push;
import dev.fanfare.simulation.fabric.Fabric;
import dev.fanfare.simulation.fabric.SimulatedLink;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The connection on which the server pushes the subscribed channels to one node, in order, independently of the answers to
 * commands. Confined to the thread that runs the simulation.
 */
public final class PushConnection {
    private final Fabric fabric;
    private final String node;
    private final SimulatedLink down;
    private final SimulatedSeenPositions seen;
    private final Set<String> subscribed = new HashSet<>();
    private final Map<String, Long> lossNanos = new HashMap<>();
    private final Set<String> duplicated = new HashSet<>();
    private @Nullable BrokerListener listener;
    private boolean broken;
    private int toDrop;
    private int toDuplicate;

    PushConnection(Fabric fabric, String node, SimulatedSeenPositions seen) {
        this.fabric = fabric;
        this.node = node;
        this.down = new SimulatedLink(fabric);
        this.seen = seen;
    }

    /** Loses the next pushes silently. */
    public void drop(int pushes) {
        toDrop += pushes;
    }

    /** Cancels the planned faults. */
    public void spare() {
        toDrop = 0;
        toDuplicate = 0;
        down.slow(1);
    }

    /** Duplicates the next publications. */
    public void duplicate(int publications) {
        toDuplicate += publications;
    }

    /** Multiplies all delays. */
    public void slow(int times) {
        down.slow(times);
    }

    /** True if a push of the channel that was accepted at that moment or later did not reach this node. */
    public boolean hasLostSince(String channel, long nanoTime) {
        return lossNanos.getOrDefault(channel, Long.MIN_VALUE) >= nanoTime;
    }

    /** True if the publication with this data was duplicated. */
    public boolean hasDuplicated(String data) {
        return duplicated.contains(data);
    }

    boolean isSubscribed(String channel) {
        return subscribed.contains(channel);
    }

    void listen(BrokerListener newListener) {
        listener = newListener;
    }

    void subscribe(String channel) {
        subscribed.add(channel);
    }

    void unsubscribe(String channel) {
        subscribed.remove(channel);
    }

    /** Records that a push of the channel does not reach this node. */
    void missed(String channel) {
        lossNanos.put(channel, fabric.nanoTime());
    }

    void push(String channel, Push push) {
        if (broken) {
            missed(channel);
        } else if (subscribed.contains(channel)) {
            pushSubscribed(channel, push);
        }
    }

    /** Interrupts the connection. Messages in transit may be lost. */
    void interrupt() {
        broken = true;
        if (fabric.chance().oneIn(2)) {
            down.cut();
        }
    }

    /** Opens a new connection, which subscribes to these channels and first reports the interruption. */
    void restore(Collection<String> channels) {
        down.cut();
        broken = false;
        subscribed.clear();
        subscribed.addAll(channels);
        down.send(() -> {
            if (listener != null) {
                fabric.note(node, "interrupted", "");
                listener.onInterrupted();
            }
        });
    }

    /** Removes the listener; the server has not detected it yet. */
    void kill() {
        listener = null;
        down.cut();
    }

    private void pushSubscribed(String channel, Push push) {
        if (toDrop > 0) {
            toDrop--;
            missed(channel);
            fabric.counts().add("pushes dropped");
            fabric.note(node, "dropped a push of", channel);
            return;
        }
        send(channel, push);
        if (toDuplicate > 0 && push instanceof Publication publication) {
            toDuplicate--;
            duplicated.add(publication.payload().text());
            fabric.counts().add("pushes duplicated");
            fabric.note(node, "duplicated a push of", channel);
            send(channel, push);
        }
    }

    private void send(String channel, Push push) {
        down.send(() -> {
            if (listener != null) {
                seen.see(channel, push);
                listener.onPush(channel, push);
            }
        });
    }
}
