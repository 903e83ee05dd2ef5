package dev.fanfare.core.node;

import dev.fanfare.core.concurrent.Attempt;
import dev.fanfare.core.port.Engine;
import dev.fanfare.core.session.LoopWheel;
import dev.fanfare.model.channel.ChannelOptions;
import dev.fanfare.model.channel.ClientInfo;
import dev.fanfare.model.monitoring.Metrics;
import dev.fanfare.model.monitoring.Metrics.Operation;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;

/**
 * That a client is in a channel, as others see it: its presence, its join and its leave. Confined to the session's event
 * loop.
 *
 * <p>The engine takes the calls in the order they are made here, so that a join precedes its leave, and an add the remove
 * that undoes it. A remove is made whatever became of the add.
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

    /** Others see the client as the supplier says whenever they are told of it. */
    Membership(NodeLoop loop, String channel, Supplier<ClientInfo> info, ChannelOptions options) {
        this.engine = loop.engine();
        this.settings = loop.settings().presence();
        this.metrics = loop.metrics();
        this.refreshes = loop.refreshes();
        this.channel = channel;
        this.info = info;
        this.options = options;
    }

    /** The client is there from now on. */
    CompletionStage<Void> enter() {
        if (!options.hasPresence()) {
            return CompletableFuture.completedStage(null);
        }
        entered = true;
        refreshes.add(this);
        return engine.presence().add(channel, info.get(), settings.expiry());
    }

    /** Its subscribe was answered: others may hear of it. */
    void announce() {
        if (options.hasJoinLeave()) {
            announced = true;
            counted(Operation.JOIN, () -> engine.broker().join(channel, info.get()));
        }
    }

    /** It is still there. */
    void refresh() {
        counted(Operation.PRESENCE_REFRESH, () -> engine.presence().add(channel, info.get(), settings.expiry()));
    }

    /** It is gone. */
    void leave() {
        if (entered) {
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
        Attempt.of(call).whenComplete((nothing, failure) -> {
            if (failure != null) {
                metrics.failed(operation);
            }
        });
    }
}
