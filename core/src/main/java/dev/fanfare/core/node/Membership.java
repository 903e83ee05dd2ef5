package dev.fanfare.core.node;

import dev.fanfare.core.concurrent.Stages;
import dev.fanfare.core.port.Engine;
import dev.fanfare.core.transport.LoopWheel;
import dev.fanfare.model.channel.ChannelOptions;
import dev.fanfare.model.channel.ClientInfo;
import dev.fanfare.model.monitoring.Metrics;
import dev.fanfare.model.monitoring.Metrics.Operation;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;

/**
 * The visible membership of a client in a channel: presence, join and leave. Confined to the session's event loop.
 *
 * <p>The engine processes calls in order, so a join precedes its leave, and an add precedes its remove. The remove is
 * sent even if the add failed.
 */
final class Membership extends LoopWheel.Item {
    private final Engine engine;
    private final PresenceSettings settings;
    private final Metrics metrics;
    private final LoopWheel<Membership> refreshes;
    private final String channel;
    private final Supplier<ClientInfo> info;
    private final ChannelOptions options;
    private boolean entered;
    private boolean announced;

    /** Creates a membership; the supplier returns the current description of the client. */
    Membership(NodeLoop loop, String channel, Supplier<ClientInfo> info, ChannelOptions options) {
        this.engine = loop.engine();
        this.settings = loop.settings().presence();
        this.metrics = loop.metrics();
        this.refreshes = loop.refreshes();
        this.channel = channel;
        this.info = info;
        this.options = options;
    }

    /** Adds the client to the presence of the channel. */
    CompletionStage<Void> enter() {
        if (!options.hasPresence()) {
            return CompletableFuture.completedStage(null);
        }
        entered = true;
        refreshes.add(this);
        return engine.presence().add(channel, info.get(), settings.expiry());
    }

    /** Publishes the join; called after the subscribe was answered. */
    void announce() {
        if (options.hasJoinLeave()) {
            announced = true;
            counted(Operation.JOIN, () -> engine.broker().join(channel, info.get()));
        }
    }

    String channel() {
        return channel;
    }

    /** Adds the client again, unless it has left. */
    void renew() {
        if (entered) {
            refresh();
        }
    }

    /** Refreshes the presence. */
    void refresh() {
        counted(Operation.PRESENCE_REFRESH, () -> engine.presence().add(channel, info.get(), settings.expiry()));
    }

    /** Removes the presence and publishes the leave. */
    void leave() {
        if (entered) {
            entered = false;
            refreshes.remove(this);
            counted(
                    Operation.PRESENCE_REMOVE,
                    () -> engine.presence().remove(channel, info.get().client()));
        }
        if (announced) {
            counted(Operation.LEAVE, () -> engine.broker().leave(channel, info.get()));
        }
    }

    private void counted(Operation operation, Supplier<CompletionStage<Void>> call) {
        Stages.call(call).whenComplete((nothing, failure) -> {
            if (failure != null) {
                metrics.failed(operation);
            }
        });
    }
}
