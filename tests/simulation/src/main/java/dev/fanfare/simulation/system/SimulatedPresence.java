package dev.fanfare.simulation.system;

import dev.fanfare.core.port.PresenceStore;
import dev.fanfare.model.channel.ClientInfo;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;

/** The presence store of a node. Confined to the thread that runs the simulation. */
final class SimulatedPresence implements PresenceStore {
    private final Supplier<SimulatedServer> server;
    private final CommandConnection commands;

    SimulatedPresence(Supplier<SimulatedServer> server, CommandConnection commands) {
        this.server = server;
        this.commands = commands;
    }

    @Override
    public CompletionStage<Void> add(String channel, ClientInfo info, Duration expiry) {
        return commands.run(() -> server.get().addMember(channel, info, expiry));
    }

    @Override
    public CompletionStage<Void> remove(String channel, String client) {
        return commands.run(() -> server.get().removeMember(channel, client));
    }

    @Override
    public CompletionStage<Map<String, ClientInfo>> members(String channel) {
        return commands.call(() -> server.get().members(channel));
    }

    @Override
    public CompletionStage<PresenceStats> stats(String channel) {
        return commands.call(() -> {
            var members = server.get().members(channel);
            long users =
                    members.values().stream().map(ClientInfo::user).distinct().count();
            return new PresenceStats(members.size(), (int) users);
        });
    }
}
