package dev.fanfare.simulation.system;

import dev.fanfare.core.port.Cluster;
import dev.fanfare.model.channel.EngineException;
import dev.fanfare.simulation.fabric.Fabric;
import dev.fanfare.simulation.fabric.SimulatedLink;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The nodes of a {@link SimulatedSystem} as one of them sees them. Messages, questions and answers come on one connection
 * from the server, in order; what is under way gets lost with it. Confined to the thread that runs the simulation.
 */
final class SimulatedCluster implements Cluster {
    private final Fabric fabric;
    private final SimulatedSystem system;
    private final SimulatedEngine engine;
    private final SimulatedLink down;
    private final Set<SimulatedSurvey> surveys = new HashSet<>();
    private @Nullable ClusterListener listener;
    private boolean broken;
    private boolean closed;

    SimulatedCluster(Fabric fabric, SimulatedSystem system, SimulatedEngine engine) {
        this.fabric = fabric;
        this.system = system;
        this.engine = engine;
        this.down = new SimulatedLink(fabric);
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
        return ask(() -> open().stream().map(SimulatedCluster::self).toList());
    }

    @Override
    public CompletionStage<Void> send(String node, byte[] message) {
        return ask(() -> {
                    var to = open().stream()
                            .filter(known -> known.self().equals(node))
                            .toList();
                    to.forEach(known -> known.deliver(self(), message));
                    return !to.isEmpty();
                })
                .thenCompose(known -> known
                        ? CompletableFuture.completedStage(null)
                        : CompletableFuture.failedStage(new EngineException("no such node: " + node)));
    }

    @Override
    public CompletionStage<Void> sendAll(byte[] message) {
        return ask(() -> {
                    open().forEach(to -> to.deliver(self(), message));
                    return true;
                })
                .thenCompose(done -> CompletableFuture.completedStage(null));
    }

    @Override
    public CompletionStage<Map<String, byte[]>> survey(byte[] question, Duration timeout) {
        if (!timeout.isPositive()) {
            throw new IllegalArgumentException("a survey's time-out is positive, not " + timeout);
        }
        var survey = new SimulatedSurvey(fabric, timeout);
        surveys.add(survey);
        survey.outcome().whenComplete((answers, failure) -> surveys.remove(survey));
        ask(() -> {
                    var asked = open();
                    survey.asked(asked.stream().map(SimulatedCluster::self).toList());
                    asked.forEach(node -> node.question(this, question, survey));
                    return true;
                })
                .whenComplete((done, failure) -> {
                    if (failure != null) {
                        survey.fail("the question got lost: " + failure.getMessage());
                    }
                });
        return survey.outcome();
    }

    @Override
    public void close() {
        kill();
        List.copyOf(surveys).forEach(survey -> survey.fail("the cluster of " + self() + " is closed"));
    }

    /** The process is gone. */
    void kill() {
        closed = true;
        listener = null;
        down.cut();
    }

    /** Nothing gets through any more, and what is under way is lost. */
    void interrupt() {
        broken = true;
        down.cut();
    }

    void restore() {
        broken = false;
    }

    private <T> CompletionStage<T> ask(Supplier<T> atServer) {
        return closed
                ? CompletableFuture.failedStage(new EngineException("the cluster of " + self() + " is closed"))
                : engine.commands().ask(atServer);
    }

    /** The registered nodes; a crashed process stays registered until the server detects the crash. */
    private List<SimulatedCluster> open() {
        return system.engines().stream()
                .map(SimulatedEngine::cluster)
                .filter(cluster -> !cluster.closed || cluster.engine.isOver())
                .toList();
    }

    private void deliver(String from, byte[] message) {
        hear(to -> to.onMessage(from, message));
    }

    private void question(SimulatedCluster from, byte[] question, SimulatedSurvey survey) {
        hear(to -> answer(to, from.self(), question)
                .whenComplete((answer, failure) -> from.hear(asking -> {
                    if (failure == null) {
                        survey.answered(self(), answer);
                    } else {
                        survey.settled(self());
                    }
                })));
    }

    private static CompletionStage<byte[]> answer(ClusterListener to, String from, byte[] question) {
        try {
            return to.onSurvey(from, question);
        } catch (RuntimeException failure) {
            return CompletableFuture.failedStage(failure);
        }
    }

    private void hear(Consumer<ClusterListener> what) {
        if (!broken) {
            down.send(() -> {
                if (listener != null) {
                    what.accept(listener);
                }
            });
        }
    }
}
