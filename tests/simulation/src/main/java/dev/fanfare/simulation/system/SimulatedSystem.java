package dev.fanfare.simulation.system;

import dev.fanfare.core.port.HistoryBroker.HistoryPage;
import dev.fanfare.core.port.HistoryBroker.HistoryQuery;
import dev.fanfare.model.channel.ClientInfo;
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
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The backing system of the engines of all nodes. Each method is one atomic step at the server. Confined to the thread that
 * runs the simulation.
 */
public final class SimulatedSystem {
    /** What a system has lost after a restart. */
    public enum Loss {
        NOTHING,
        /** A lagging replica took over: the last publications are lost, and the epochs remain. */
        LAST_PUBLICATIONS,
        EVERYTHING
    }

    private final Fabric fabric;
    private final List<SimulatedEngine> engines = new ArrayList<>();
    private final Map<String, SimulatedChannel> channels = new TreeMap<>();
    private final Map<String, PushLog> logs = new HashMap<>();
    private final ServerPresence presence = new ServerPresence();
    private int epochs;
    private boolean up = true;

    public SimulatedSystem(Fabric fabric) {
        this.fabric = fabric;
    }

    /** The accepted pushes of the channel. */
    public PushLog log(String channel) {
        return logs.computeIfAbsent(channel, name -> new PushLog());
    }

    /** The top of the channel's history; {@link StreamPosition#NONE} for an unknown channel. */
    public StreamPosition top(String channel) {
        var known = live(channel);
        return known == null ? StreamPosition.NONE : known.top();
    }

    /** The presence of all channels. */
    public Map<String, ClientInfo> members(String channel) {
        return presence.members(channel, fabric.nanoTime());
    }

    /** The nodes to which the server would push this channel, including crashed ones. */
    public List<String> subscribedNodes(String channel) {
        return engines.stream()
                .filter(engine -> engine.pushes().isSubscribed(channel))
                .map(SimulatedEngine::self)
                .toList();
    }

    public boolean isUp() {
        return up;
    }

    /** Stops all answers and pushes. */
    public void goDown() {
        up = false;
        engines.forEach(SimulatedEngine::interrupt);
    }

    /** Works again without the lost data. All nodes are notified of the interruption. */
    public void comeUp(Loss loss, int mostPublications) {
        switch (loss) {
            case NOTHING -> {}
            case LAST_PUBLICATIONS ->
                channels.forEach((name, channel) -> {
                    int lost = fabric.chance().between(0, mostPublications);
                    channel.loseLast(lost);
                    log(name).regressed(channel.top(), fabric.nanoTime());
                    fabric.note("system", "regressed " + name, channel.top());
                });
            case EVERYTHING -> {
                channels.clear();
                presence.clear();
            }
        }
        up = true;
        List.copyOf(engines).forEach(SimulatedEngine::restore);
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

    ServerPresence presence() {
        return presence;
    }

    PublishResult publish(String name, Publication publication, PublishOptions options) {
        var retention = options.retention();
        if (retention == null) {
            handOut(name, publication);
            return new Accepted(null);
        }
        var channel = liveOrNew(name, retention);
        var earlier = channel.answered(options.idempotencyKey());
        if (earlier != null) {
            return new Suppressed(Reason.IDEMPOTENCY, earlier);
        }
        if (channel.isOutdated(options)) {
            return new Suppressed(Reason.VERSION, channel.top());
        }
        if (options.skipHistory()) {
            channel.keepMeta(retention, fabric.nanoTime());
            handOut(name, publication);
            return new Accepted(null);
        }
        var positioned = channel.append(publication, options, retention, fabric.nanoTime());
        handOut(name, positioned);
        return new Accepted(positioned.position());
    }

    void handOut(String channel, Push push) {
        var log = log(channel);
        long now = fabric.nanoTime();
        switch (push) {
            case Publication publication ->
                log.add(PushLog.PushType.PUBLICATION, publication.payload().text(), publication.position(), now);
            case Join join -> log.add(PushLog.PushType.JOIN, join.info().client(), null, now);
            case Leave leave -> log.add(PushLog.PushType.LEAVE, leave.info().client(), null, now);
        }
        for (var engine : engines) {
            engine.pushes().push(channel, push);
        }
    }

    HistoryPage history(String name, HistoryQuery query) {
        var channel = live(name);
        return channel == null
                ? new HistoryPage(List.of(), StreamPosition.NONE)
                : channel.read(query, fabric.nanoTime());
    }

    StreamPosition position(String name, HistoryRetention retention) {
        var channel = liveOrNew(name, retention);
        channel.keepMeta(retention, fabric.nanoTime());
        return channel.top();
    }

    /**
     * Compares a position that a node has seen with the history. A history that has the epoch but not the offset has lost its
     * end and begins a new epoch. Returns false if the history continues.
     */
    boolean requireTop(String name, StreamPosition seen) {
        var channel = live(name);
        if (channel == null
                || !channel.top().epoch().equals(seen.epoch())
                || channel.top().offset() >= seen.offset()) {
            return false;
        }
        fabric.counts().add("epochs ended by a node with a higher position");
        fabric.note("system", "begins a new epoch of " + name + " after", channel.top());
        epochs++;
        log(name).ended(seen.epoch());
        channels.put(name, channel.anew("e" + epochs));
        return true;
    }

    /** Removes the publications. Epoch and top remain. */
    public void removeHistory(String name) {
        var channel = live(name);
        if (channel != null) {
            channel.removeHistory();
        }
    }

    private @Nullable SimulatedChannel live(String name) {
        var channel = channels.get(name);
        return channel == null || channel.isExpired(fabric.nanoTime()) ? null : channel;
    }

    private SimulatedChannel liveOrNew(String name, HistoryRetention retention) {
        var known = live(name);
        if (known != null) {
            return known;
        }
        epochs++;
        var made = new SimulatedChannel("e" + epochs);
        made.keepMeta(retention, fabric.nanoTime());
        channels.put(name, made);
        return made;
    }
}
