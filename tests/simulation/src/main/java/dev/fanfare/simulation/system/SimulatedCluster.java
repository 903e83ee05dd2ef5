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
 * The cluster port of one node of a {@link SimulatedSystem}. Messages, surveys and answers arrive on one ordered connection
 * from the server. An interruption loses those in transit. Confined to the thread that runs the simulation.
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
        return call(() -> open().stream().map(SimulatedCluster::self).toList());
    }

    @Override
    public CompletionStage<Void> send(String node, byte[] message) {
        return call(() -> {
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
        return call(() -> {
                    open().forEach(to -> to.deliver(self(), message));
                    return true;
                })
                .thenCompose(done -> CompletableFuture.completedStage(null));
    }

    @Override
    public CompletionStage<Map<String, byte[]>> survey(byte[] question, Duration timeout) {
        if (!timeout.isPositive()) {
            throw new IllegalArgumentException("the timeout of a survey must be positive, got " + timeout);
        }
        var survey = new SimulatedSurvey(fabric, timeout);
        surveys.add(survey);
        survey.outcome().whenComplete((answers, failure) -> surveys.remove(survey));
        call(() -> {
                    var surveyed = open();
                    survey.surveyed(
                            surveyed.stream().map(SimulatedCluster::self).toList());
                    surveyed.forEach(node -> node.question(this, question, survey));
                    return true;
                })
                .whenComplete((done, failure) -> {
                    if (failure != null) {
                        survey.fail("the question was lost: " + failure.getMessage());
                    }
                });
        return survey.outcome();
    }

    @Override
    public void close() {
        kill();
        List.copyOf(surveys).forEach(survey -> survey.fail("the cluster of " + self() + " is closed"));
    }

    /** Ends the process. */
    void kill() {
        closed = true;
        listener = null;
        down.cut();
    }

    /** Interrupts the connection. Messages in transit are lost. */
    void interrupt() {
        broken = true;
        down.cut();
    }

    void restore() {
        broken = false;
    }

    private <T> CompletionStage<T> call(Supplier<T> atServer) {
        return closed
                ? CompletableFuture.failedStage(new EngineException("the cluster of " + self() + " is closed"))
                : engine.commands().call(atServer);
    }

    /**
     * The nodes that are registered at the server of this node. A crashed process stays registered until the server detects
     * the crash.
     */
    private List<SimulatedCluster> open() {
        return system.engines().stream()
                .map(SimulatedEngine::cluster)
                .filter(cluster -> cluster.engine.server() == engine.server())
                .filter(cluster -> !cluster.closed || cluster.engine.isOver())
                .toList();
    }

    private void deliver(String from, byte[] message) {
        deliver(to -> to.onMessage(from, message));
    }

    private void question(SimulatedCluster from, byte[] question, SimulatedSurvey survey) {
        deliver(to -> answer(to, from.self(), question)
                .whenComplete((answer, failure) -> from.deliver(surveying -> {
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

    private void deliver(Consumer<ClusterListener> what) {
        if (!broken) {
            down.send(() -> {
                if (listener != null) {
                    what.accept(listener);
                }
            });
        }
    }
}
