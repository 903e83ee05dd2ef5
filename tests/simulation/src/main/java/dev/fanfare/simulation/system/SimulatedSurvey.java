package dev.fanfare.simulation.system;

import dev.fanfare.core.port.Scheduler.Cancellable;
import dev.fanfare.model.channel.EngineException;
import dev.fanfare.simulation.fabric.Fabric;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;

/** A survey that waits for its answers. Confined to the thread that runs the simulation; compared by identity. */
final class SimulatedSurvey {
    private final Map<String, byte[]> answers = new HashMap<>();
    private final Set<String> missing = new HashSet<>();
    private final CompletableFuture<Map<String, byte[]>> outcome = new CompletableFuture<>();

    /** Creates a survey that ends after the timeout. */
    SimulatedSurvey(Fabric fabric, Duration timeout) {
        Cancellable timer = fabric.after(timeout, () -> outcome.complete(answers));
        outcome.whenComplete((all, failure) -> timer.cancel());
    }

    /** The answers that arrived in time. */
    CompletableFuture<Map<String, byte[]>> outcome() {
        return outcome;
    }

    /** Sets the surveyed nodes, before any answer. */
    void surveyed(Collection<String> nodes) {
        missing.addAll(nodes);
    }

    void answered(String node, byte[] answer) {
        answers.put(node, answer);
        settled(node);
    }

    /** Records that the node will not answer. */
    void settled(String node) {
        missing.remove(node);
        if (missing.isEmpty()) {
            outcome.complete(answers);
        }
    }

    void fail(String why) {
        outcome.completeExceptionally(new EngineException(why));
    }
}
