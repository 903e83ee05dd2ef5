package dev.fanfare.simulation.system;

import dev.fanfare.core.port.BrokerListener;
import dev.fanfare.core.port.HistoryBroker;
import dev.fanfare.model.channel.ClientInfo;
import dev.fanfare.model.channel.HistoryRetention;
import dev.fanfare.model.channel.Join;
import dev.fanfare.model.channel.Leave;
import dev.fanfare.model.channel.Publication;
import dev.fanfare.model.channel.PublishOptions;
import dev.fanfare.model.channel.PublishResult;
import dev.fanfare.model.channel.PublishResult.Accepted;
import dev.fanfare.model.channel.PublishResult.Suppressed;
import dev.fanfare.model.channel.Push;
import dev.fanfare.model.channel.StreamPosition;
import dev.fanfare.simulation.fabric.Fabric;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The broker of a node. Subscribes and unsubscribes can overtake one another, because the port does not guarantee their
 * order. All other commands keep their order. Confined to the thread that runs the simulation.
 */
final class SimulatedBroker implements HistoryBroker {
    private final Fabric fabric;
    private final Supplier<SimulatedServer> server;
    private final CommandConnection commands;
    private final PushConnection pushes;
    private final SimulatedSeenPositions seen;
    private final Set<String> subscribed = new LinkedHashSet<>();
    private final Set<String> joined = new LinkedHashSet<>();

    SimulatedBroker(
            Fabric fabric,
            Supplier<SimulatedServer> server,
            CommandConnection commands,
            PushConnection pushes,
            SimulatedSeenPositions seen) {
        this.fabric = fabric;
        this.server = server;
        this.commands = commands;
        this.pushes = pushes;
        this.seen = seen;
    }

    /** The channels to subscribe on a new connection. */
    Collection<String> subscribed() {
        return subscribed;
    }

    /** The clients that have joined and not left, as reported by the node: {@code channel/client}. */
    Collection<String> joined() {
        return joined;
    }

    @Override
    public void start(BrokerListener listener) {
        pushes.listen(listener);
    }

    @Override
    public CompletionStage<Void> subscribe(String channel) {
        subscribed.add(channel);
        return commands.runUnordered(() -> pushes.subscribe(channel)).whenComplete((ignored, failure) -> {
            if (failure != null) {
                subscribed.remove(channel);
            }
        });
    }

    @Override
    public CompletionStage<Void> unsubscribe(String channel) {
        subscribed.remove(channel);
        return commands.runUnordered(() -> pushes.unsubscribe(channel));
    }

    @Override
    public CompletionStage<PublishResult> publish(String channel, Publication publication, PublishOptions options) {
        return seeing(
                channel,
                commands.call(() -> server.get().publish(channel, publication, options)),
                result -> switch (result) {
                    case Accepted accepted -> accepted.position();
                    case Suppressed suppressed -> suppressed.position();
                });
    }

    @Override
    public CompletionStage<Void> join(String channel, ClientInfo info) {
        requireTurn(joined.add(channel + "/" + info.client()), "joins twice", channel, info);
        return handOut(channel, new Join(info));
    }

    @Override
    public CompletionStage<Void> leave(String channel, ClientInfo info) {
        requireTurn(joined.remove(channel + "/" + info.client()), "leaves without a join", channel, info);
        return handOut(channel, new Leave(info));
    }

    @Override
    public CompletionStage<HistoryPage> history(String channel, HistoryQuery query) {
        return seeing(channel, commands.call(() -> server.get().history(channel, query)), HistoryPage::top);
    }

    @Override
    public CompletionStage<StreamPosition> position(String channel, HistoryRetention retention) {
        return seeing(channel, commands.call(() -> server.get().position(channel, retention)), position -> position);
    }

    @Override
    public CompletionStage<Void> removeHistory(String channel) {
        return commands.run(() -> server.get().removeHistory(channel));
    }

    @Override
    public void close() {
        commands.close();
        pushes.kill();
    }

    private void requireTurn(boolean holds, String what, String channel, ClientInfo info) {
        if (!holds) {
            fabric.violated(info.client() + " " + what + " in " + channel);
        }
    }

    private <T> CompletionStage<T> seeing(
            String channel, CompletionStage<T> answer, Function<T, @Nullable StreamPosition> position) {
        long askedNanos = fabric.nanoTime();
        return answer.thenApply(value -> {
            seen.see(channel, position.apply(value), askedNanos);
            return value;
        });
    }

    private CompletionStage<Void> handOut(String channel, Push push) {
        return commands.run(() -> server.get().handOut(channel, push));
    }
}
