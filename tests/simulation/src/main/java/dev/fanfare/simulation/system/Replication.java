package dev.fanfare.simulation.system;

import dev.fanfare.model.channel.Push;
import dev.fanfare.simulation.fabric.Fabric;
import dev.fanfare.simulation.fabric.SimulatedLink;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The role of a server, its data, and the asynchronous replication to its replicas. A replica copies the data of its primary,
 * which replaces its own, and then applies each write of the primary in order. Confined to the thread that runs the
 * simulation.
 */
public final class Replication {
    private final Fabric fabric;
    private final SimulatedServer server;
    private final Supplier<String> newId;
    private final Map<Replication, SimulatedLink> replicas = new LinkedHashMap<>();
    private final SimulatedDisk disk = new SimulatedDisk();
    private SimulatedDataset data = new SimulatedDataset();
    private @Nullable Replication primary;
    private String id;
    private boolean backlog;

    Replication(Fabric fabric, SimulatedServer server, Supplier<String> newId) {
        this.fabric = fabric;
        this.server = server;
        this.newId = newId;
        this.id = newId.get();
    }

    /** The replication id of a primary. Each promotion and each start of a primary changes it. */
    String id() {
        return id;
    }

    boolean isPrimary() {
        return primary == null;
    }

    SimulatedDataset data() {
        return data;
    }

    /** The number of writes that a crash of the server can lose. */
    int unsaved() {
        return disk.unsaved();
    }

    /** Saves the data, for a later restore. */
    public void takeSnapshot() {
        disk.takeSnapshot(data);
    }

    /** Delays the replication from the primary. */
    public void slow(int times) {
        if (primary != null) {
            primary.link(this).slow(times);
        }
    }

    /** Loses the writes in transit from the primary, and copies all data again. */
    public void resync() {
        if (primary != null) {
            primary.copyTo(this);
        }
    }

    /** Performs a write here and, later, on the replicas. */
    void write(Consumer<SimulatedDataset> write) {
        write.accept(data);
        disk.write(write);
        replicas.forEach((replica, link) -> link.send(() -> replica.write(write)));
    }

    /** Delivers a push here and, later, on the replicas. */
    void push(String channel, Push push) {
        server.deliver(channel, push);
        replicas.forEach((replica, link) -> link.send(() -> replica.push(channel, push)));
    }

    /** Performs a write and delivers a push in one step, here and, later, on the replicas. */
    void writeAndPush(Consumer<SimulatedDataset> write, String channel, Push push) {
        write.accept(data);
        disk.write(write);
        server.deliver(channel, push);
        replicas.forEach((replica, link) -> link.send(() -> replica.writeAndPush(write, channel, push)));
    }

    /** Ends the replication to all replicas, which keep their data. */
    void dropReplicas() {
        replicas.values().forEach(SimulatedLink::cut);
        replicas.clear();
    }

    /** Makes the server a primary. Writes in transit from its former primary are lost. */
    void promote() {
        if (primary != null) {
            primary.link(this).cut();
            primary.replicas.remove(this);
            primary = null;
            id = newId.get(); // a promotion changes it
            backlog = true;
        }
    }

    /** Makes the server a replica. The data of the primary replaces its own. */
    void replicate(Replication newPrimary) {
        promote();
        replicas.keySet().forEach(replica -> replica.primary = null);
        dropReplicas();
        primary = newPrimary;
        newPrimary.admit(this);
    }

    /** Restarts a primary with the data of the disk, without the last writes. */
    void restart(int lost) {
        restart(disk.without(lost));
    }

    /** Restarts a primary with the data of the snapshot. */
    void restartFromSnapshot() {
        restart(disk.snapshot());
    }

    /** Restarts a primary without data. */
    void restartEmpty() {
        restart(new SimulatedDataset());
    }

    /** Returns to an earlier state with the same replication id, together with all replicas and snapshots. */
    void rewind(int lost) {
        load(disk.without(lost));
        takeSnapshot();
        replicas.forEach((replica, link) -> {
            link.cut();
            replica.load(data.copy());
            replica.takeSnapshot();
        });
    }

    private void restart(SimulatedDataset restored) {
        id = newId.get();
        backlog = !replicas.isEmpty();
        load(restored);
        replicas.keySet().forEach(this::copyTo);
    }

    /** The first replica of a primary changes the replication id of the primary. */
    private void admit(Replication replica) {
        if (!backlog) {
            backlog = true;
            id = newId.get();
        }
        replicas.put(replica, new SimulatedLink(fabric));
        copyTo(replica);
    }

    private void copyTo(Replication replica) {
        var link = link(replica);
        var copy = data.copy();
        link.cut();
        link.send(() -> replica.load(copy));
    }

    private void load(SimulatedDataset loaded) {
        data = loaded;
        disk.replace(loaded);
    }

    private SimulatedLink link(Replication replica) {
        var link = replicas.get(replica);
        if (link == null) {
            throw new IllegalStateException("not a replica of " + server.name());
        }
        return link;
    }
}
