package dev.fanfare.core.node;

import dev.fanfare.core.concurrent.SpacedTasks;
import dev.fanfare.core.hub.HubShard;
import dev.fanfare.core.port.Engine;
import dev.fanfare.core.session.HeartbeatWheel;
import dev.fanfare.core.session.SessionContext;
import dev.fanfare.core.transport.EventLoop;
import dev.fanfare.core.transport.LoopWheel;
import dev.fanfare.model.monitoring.Metrics;
import java.util.concurrent.Executor;

/** The parts of a node that belong to one event loop. Immutable; the parts are confined to the loop. */
final class NodeLoop {
    private final EventLoop loop;
    private final HubShard shard;
    private final Engine engine;
    private final NodeSettings settings;
    private final Metrics metrics;
    private final SessionContext sessions;
    private final LoopWheel<Membership> refreshes;
    private final PresenceRenewal renewal;
    private final SpacedTasks recoveries;

    NodeLoop(EventLoop loop, HubShard shard, Engine engine, NodeSettings settings, Metrics metrics) {
        this.loop = loop;
        this.shard = shard;
        this.engine = engine;
        this.settings = settings;
        this.metrics = metrics;
        this.sessions =
                new SessionContext(settings.session(), new HeartbeatWheel(loop, settings.session(), metrics), metrics);
        this.refreshes = new LoopWheel<>(loop, settings.presence().refreshInterval(), Membership::refresh);
        this.renewal = new PresenceRenewal(loop, refreshes);
        this.recoveries = new SpacedTasks(loop);
    }

    EventLoop loop() {
        return loop;
    }

    HubShard shard() {
        return shard;
    }

    Engine engine() {
        return engine;
    }

    NodeSettings settings() {
        return settings;
    }

    Metrics metrics() {
        return metrics;
    }

    SessionContext sessions() {
        return sessions;
    }

    /** Returns the wheel that refreshes presence. */
    LoopWheel<Membership> refreshes() {
        return refreshes;
    }

    /** Returns the renewal of presence after a loss. */
    PresenceRenewal renewal() {
        return renewal;
    }

    /** Returns an executor on the loop for replies that contain a history, so that many of them do not delay other work. */
    Executor recoveries() {
        return recoveries;
    }
}
