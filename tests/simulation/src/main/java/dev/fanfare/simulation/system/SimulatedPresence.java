package dev.fanfare.simulation.system;

import dev.fanfare.core.port.PresenceStore;
import dev.fanfare.model.channel.ClientInfo;
import dev.fanfare.simulation.fabric.Fabric;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletionStage;

/** The presence store of a node. Confined to the thread that runs the simulation. */
final class SimulatedPresence implements PresenceStore {
    private final Fabric fabric;
    private final SimulatedSystem system;
    private final CommandConnection commands;

    SimulatedPresence(Fabric fabric, SimulatedSystem system, CommandConnection commands) {
        this.fabric = fabric;
        this.system = system;
        this.commands = commands;
    }

    @Override
    public CompletionStage<Void> add(String channel, ClientInfo info, Duration expiry) {
        return commands.run(() -> system.presence().add(channel, info, expiry, fabric.nanoTime()));
    }

    @Override
    public CompletionStage<Void> remove(String channel, String client) {
        return commands.run(() -> system.presence().remove(channel, client));
    }

    @Override
    public CompletionStage<Map<String, ClientInfo>> members(String channel) {
        return commands.call(() -> system.members(channel));
    }

    @Override
    public CompletionStage<PresenceStats> stats(String channel) {
        return commands.call(() -> {
            var members = system.members(channel);
            long users =
                    members.values().stream().map(ClientInfo::user).distinct().count();
            return new PresenceStats(members.size(), (int) users);
        });
    }
}
