package dev.fanfare.testkit.simulation.system;

import dev.fanfare.core.port.Cluster;
import dev.fanfare.core.port.EngineException;
import dev.fanfare.testkit.simulation.fabric.Link;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * The nodes of a {@link SimulatedSystem} as one of them sees them. A survey's answers travel at once; messages take their
 * time. Confined to the thread that runs the simulation.
 */
final class SimulatedCluster implements Cluster {
    private final SimulatedSystem system;
    private final SimulatedEngine engine;
    private final Link messages;
    private @Nullable ClusterListener listener;

    SimulatedCluster(SimulatedSystem system, SimulatedEngine engine, Link messages) {
        this.system = system;
        this.engine = engine;
        this.messages = messages;
    }

    @Override
    public void start(ClusterListener newListener) {
        listener = newListener;
    }

    @Override
    public String self() {
        return engine.self();
    }

    @Override
    public CompletionStage<List<String>> nodes() {
        return engine.commands()
                .ask(() -> system.engines().stream().map(SimulatedEngine::self).toList());
    }

    @Override
    public CompletionStage<Void> send(String node, byte[] message) {
        return engine.commands()
                .ask(() -> {
                    var to = find(node);
                    if (to != null) {
                        to.deliver(self(), message);
                    }
                    return to != null;
                })
                .thenCompose(known -> known
                        ? CompletableFuture.completedStage(null)
                        : CompletableFuture.failedStage(new EngineException("no such node: " + node)));
    }

    @Override
    public CompletionStage<Void> sendAll(byte[] message) {
        return engine.commands()
                .tell(() -> system.engines().forEach(to -> to.cluster().deliver(self(), message)));
    }

    @Override
    public CompletionStage<Map<String, byte[]>> survey(byte[] question, Duration timeout) {
        return engine.commands().ask(() -> {
            var answers = new HashMap<String, byte[]>();
            for (var asked : system.engines()) {
                asked.cluster().answer(self(), question, answers);
            }
            return answers;
        });
    }

    @Override
    public void close() {
        listener = null;
    }

    private void deliver(String from, byte[] message) {
        messages.send(() -> {
            if (listener != null) {
                listener.onMessage(from, message);
            }
        });
    }

    private void answer(String from, byte[] question, Map<String, byte[]> answers) {
        if (listener != null) {
            listener.onSurvey(from, question).thenAccept(answer -> answers.put(self(), answer));
        }
    }

    private @Nullable SimulatedCluster find(String node) {
        return system.engines().stream()
                .filter(known -> known.self().equals(node))
                .map(SimulatedEngine::cluster)
                .findFirst()
                .orElse(null);
    }
}
