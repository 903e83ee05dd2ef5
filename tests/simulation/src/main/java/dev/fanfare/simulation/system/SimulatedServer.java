package dev.fanfare.simulation.system;

import dev.fanfare.core.port.HistoryBroker.HistoryPage;
import dev.fanfare.core.port.HistoryBroker.HistoryQuery;
import dev.fanfare.model.channel.ClientInfo;
import dev.fanfare.model.channel.EngineException;
import dev.fanfare.model.channel.HistoryRetention;
import dev.fanfare.model.channel.Join;
import dev.fanfare.model.channel.Leave;
import dev.fanfare.model.channel.Publication;
import dev.fanfare.model.channel.PublishOptions;
import dev.fanfare.model.channel.PublishResult;
import dev.fanfare.model.channel.PublishResult.Accepted;
import dev.fanfare.model.channel.PublishResult.Reason;
import dev.fanfare.model.channel.PublishResult.Suppressed;
import dev.fanfare.model.channel.Push;
import dev.fanfare.model.channel.StreamPosition;
import dev.fanfare.simulation.fabric.Fabric;
import dev.fanfare.simulation.system.PushLog.PushType;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One server of the backing system. Each script is one atomic step. The server sends its writes and pushes to its replicas,
 * which receive them later. Confined to the thread that runs the simulation.
 */
public final class SimulatedServer {
    private final Fabric fabric;
    private final SimulatedSystem system;
    private final String name;
    private final Replication replication;
    private boolean up = true;

    SimulatedServer(Fabric fabric, SimulatedSystem system, String name) {
        this.fabric = fabric;
        this.system = system;
        this.name = name;
        this.replication = new Replication(fabric, this, system::newReplicationId);
    }

    public String name() {
        return name;
    }

    public boolean isUp() {
        return up;
    }

    /** True if the server accepts writes, or does so when it is up. */
    public boolean isPrimary() {
        return replication.isPrimary();
    }

    /** The role, the data and the replicas of the server. */
    public Replication replication() {
        return replication;
    }

    /** True if nodes can connect and write. */
    boolean isUsable() {
        return up && isPrimary();
    }

    /** Ends the process. Its connections break. */
    void goDown() {
        up = false;
        system.enginesOf(this).forEach(SimulatedEngine::lose);
    }

    /** Starts the process. */
    void comeUp() {
        up = true;
    }

    /** Delivers a push to the nodes that are connected to this server. */
    void deliver(String channel, Push push) {
        for (var engine : system.engines()) {
            if (engine.server() == this) {
                engine.pushes().push(channel, push);
            } else {
                engine.pushes().missed(channel);
            }
        }
    }

    PublishResult publish(String channel, Publication publication, PublishOptions options) {
        requirePrimary();
        var retention = options.retention();
        if (retention == null) {
            handOut(channel, publication);
            return new Accepted(null);
        }
        var history = liveOrNew(channel, retention);
        var earlier = history.answered(options.idempotencyKey());
        if (earlier != null) {
            return new Suppressed(Reason.IDEMPOTENCY, earlier);
        }
        if (history.isOutdated(options)) {
            return new Suppressed(Reason.VERSION, history.top());
        }
        if (options.skipHistory()) {
            history.keepMeta(retention, fabric.nanoTime());
            store(channel, history);
            handOut(channel, publication);
            return new Accepted(null);
        }
        enterTerm(channel, history);
        var positioned = history.append(publication, options, retention, system.log(channel), fabric.nanoTime());
        replication.writeAndPush(SimulatedDataset.channelOf(channel, history), channel, positioned);
        return new Accepted(positioned.position());
    }

    /** Delivers a push without a position. A replica refuses it, because it would reach the nodes of this replica only. */
    void handOut(String channel, Push push) {
        requirePrimary();
        var log = system.log(channel);
        long now = fabric.nanoTime();
        switch (push) {
            case Publication publication ->
                log.add(PushType.PUBLICATION, publication.payload().text(), now);
            case Join join -> log.add(PushType.JOIN, join.info().client(), now);
            case Leave leave -> log.add(PushType.LEAVE, leave.info().client(), now);
        }
        replication.push(channel, push);
    }

    /** Reads from the history; a replica may return an earlier state. */
    HistoryPage history(String channel, HistoryQuery query) {
        var history = live(channel);
        return history == null
                ? new HistoryPage(List.of(), StreamPosition.NONE)
                : history.read(query, fabric.nanoTime());
    }

    StreamPosition position(String channel, HistoryRetention retention) {
        requirePrimary();
        var history = liveOrNew(channel, retention);
        history.keepMeta(retention, fabric.nanoTime());
        store(channel, history);
        return history.top();
    }

    /**
     * Compares a position that a node has seen with the history. A history that has the epoch but not the offset has lost its
     * end and begins a new epoch. Returns false if the history continues.
     */
    boolean requireTop(String channel, StreamPosition seen) {
        requirePrimary();
        var history = live(channel);
        if (history == null
                || !history.top().epoch().equals(seen.epoch())
                || history.top().offset() >= seen.offset()) {
            return false;
        }
        fabric.counts().add("epochs ended by a node with a higher position");
        fabric.note(name, "begins a new epoch of " + channel + " after", history.top());
        system.log(channel).ended(seen.epoch());
        var anew = newHistory(channel);
        anew.keepMetaOf(history);
        store(channel, anew);
        return true;
    }

    /** Removes the publications. Epoch and top remain. */
    void removeHistory(String channel) {
        requirePrimary();
        var history = live(channel);
        if (history != null) {
            var emptied = history.copy();
            emptied.removeHistory();
            store(channel, emptied);
        }
    }

    void addMember(String channel, ClientInfo info, Duration expiry) {
        requirePrimary();
        replication.write(SimulatedDataset.memberOf(channel, info, expiry, fabric.nanoTime()));
    }

    void removeMember(String channel, String client) {
        requirePrimary();
        replication.write(SimulatedDataset.memberRemoved(channel, client));
    }

    Map<String, ClientInfo> members(String channel) {
        return replication.data().members(channel, fabric.nanoTime());
    }

    /** The channel's history; null for an unknown channel. */
    @Nullable
    SimulatedChannel live(String channel) {
        return replication.data().channel(channel, fabric.nanoTime());
    }

    /** Begins a term if another primary wrote last. */
    private void enterTerm(String channel, SimulatedChannel history) {
        var id = replication.id();
        if (!history.isWrittenBy(id)) {
            var term = system.newEpoch();
            fabric.note(name, "begins the term " + term + " of " + channel + " after", history.top());
            system.log(channel).begin(term, history.last());
            history.beginTerm(term, id);
        }
    }

    private SimulatedChannel liveOrNew(String channel, HistoryRetention retention) {
        var known = live(channel);
        if (known != null) {
            return known.copy();
        }
        var made = newHistory(channel);
        made.keepMeta(retention, fabric.nanoTime());
        store(channel, made);
        return made.copy();
    }

    private SimulatedChannel newHistory(String channel) {
        var epoch = system.newEpoch();
        return new SimulatedChannel(epoch, replication.id(), system.log(channel).begin(epoch));
    }

    private void store(String channel, SimulatedChannel history) {
        replication.write(SimulatedDataset.channelOf(channel, history));
    }

    private void requirePrimary() {
        if (!isPrimary()) {
            fabric.counts().add("writes refused by a replica");
            throw new EngineException("READONLY: " + name + " is a replica");
        }
    }
}
