package dev.fanfare.simulation.client;

import dev.fanfare.core.concurrent.FailureCause;
import dev.fanfare.model.channel.EngineException;
import dev.fanfare.model.client.DisconnectReason;
import dev.fanfare.simulation.fabric.Fabric;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.CompletionStage;

/**
 * Ends subscriptions and sessions by user, from any node, and records the users: no other client may observe such an
 * end. Confined to the thread that runs the simulation.
 */
public final class UserOperations {
    private record Ended(String user, String channel) {}

    private final Fabric fabric;
    private final Set<Ended> subscriptions = new HashSet<>();
    private final Set<String> sessions = new HashSet<>();

    public UserOperations(Fabric fabric) {
        this.fabric = fabric;
    }

    /** Ends the user's subscriptions of the channel. */
    public void unsubscribe(SimulatedNode at, String user, String channel) {
        fabric.note(at.name(), "unsubscribes " + user + " from", channel);
        subscriptions.add(new Ended(user, channel));
        requireSent(fabric, at.node().clients().unsubscribe(user, channel));
    }

    /** Ends the user's sessions. */
    public void disconnect(SimulatedNode at, String user) {
        fabric.note(at.name(), "disconnects", user);
        sessions.add(user);
        requireSent(fabric, at.node().clients().disconnect(user, DisconnectReason.FORCED.reason()));
    }

    boolean mayUnsubscribe(String user, String channel) {
        return subscriptions.contains(new Ended(user, channel));
    }

    boolean mayDisconnect(String user) {
        return sessions.contains(user);
    }

    /** Messages between nodes may get lost, but must not fail in any other way. */
    static void requireSent(Fabric fabric, CompletionStage<Void> sent) {
        sent.whenComplete((nothing, failure) -> {
            if (failure != null && !(FailureCause.of(failure) instanceof EngineException)) {
                fabric.violated("a message to other nodes fails", FailureCause.of(failure));
            }
        });
    }
}
