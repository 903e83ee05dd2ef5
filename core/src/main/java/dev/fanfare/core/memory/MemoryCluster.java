package dev.fanfare.core.memory;

import dev.fanfare.core.concurrent.Stages;
import dev.fanfare.core.port.Cluster;
import dev.fanfare.core.port.Scheduler;
import dev.fanfare.model.channel.EngineException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A cluster of a single node. Thread-safe.
 *
 * <p>The listener is called on the scheduler's thread, one call at a time, in the order of sending, and never within a
 * call to this cluster. A send completes when the message is queued; at most {@value #MAX_WAITING} messages are queued.
 * Messages and answers are passed without copying: callers must not modify them afterwards.
 */
public final class MemoryCluster implements Cluster {
    /** Maximum number of queued calls to the listener. */
    static final int MAX_WAITING = 10_000;

    private static final Logger LOG = LoggerFactory.getLogger(MemoryCluster.class);

    private final String self;
    private final Scheduler scheduler;
    /**
     * Calls to the listener. Each scheduled task makes one call, so that their order does not depend on the scheduler.
     */
    private final Queue<Runnable> waiting = new LinkedBlockingQueue<>(MAX_WAITING);

    private final Set<OpenSurvey> surveys = ConcurrentHashMap.newKeySet();
    private volatile @Nullable ClusterListener listener;
    private volatile boolean closed;

    /**
     * Creates a cluster.
     *
     * @param self id of the node
     * @param scheduler calls the listener and ends surveys
     */
    public MemoryCluster(String self, Scheduler scheduler) {
        this.self = self;
        this.scheduler = scheduler;
    }

    @Override
    public void start(ClusterListener newListener) {
        listener = newListener;
    }

    @Override
    public String self() {
        return self;
    }

    @Override
    public CompletionStage<List<String>> nodes() {
        return Stages.of(() -> {
            requireOpen();
            return List.of(self);
        });
    }

    @Override
    public CompletionStage<Void> send(String node, byte[] message) {
        return Stages.ofRunning(() -> {
            var to = requireOpen();
            if (!node.equals(self)) {
                throw new EngineException("unknown node " + node + "; the only node is " + self);
            }
            call(() -> to.onMessage(self, message));
        });
    }

    @Override
    public CompletionStage<Void> sendAll(byte[] message) {
        return send(self, message);
    }

    @Override
    public CompletionStage<Map<String, byte[]>> survey(byte[] question, Duration timeout) {
        if (!timeout.isPositive()) {
            throw new IllegalArgumentException("the timeout of a survey must be positive, got " + timeout);
        }
        var survey = new OpenSurvey(question);
        try {
            var asked = requireOpen();
            call(() -> survey.ask(self, asked));
        } catch (EngineException failure) {
            return CompletableFuture.failedStage(failure);
        }
        surveys.add(survey);
        var timer = scheduler.schedule(timeout, () -> survey.answers.complete(Map.of()));
        survey.answers.whenComplete((all, failure) -> {
            timer.cancel();
            surveys.remove(survey);
        });
        if (closed) {
            survey.fail();
        }
        return survey.answers.minimalCompletionStage();
    }

    @Override
    public void close() {
        closed = true;
        waiting.clear();
        surveys.forEach(OpenSurvey::fail);
    }

    /** Queues a call for the scheduler's thread. */
    private void call(Runnable call) {
        if (!waiting.offer(call)) {
            throw new EngineException("too many messages: more than " + MAX_WAITING + " are queued for node " + self);
        }
        scheduler.schedule(Duration.ZERO, this::callNext);
    }

    private void callNext() {
        var call = waiting.poll();
        if (call != null && !closed) {
            call.run();
        }
    }

    private ClusterListener requireOpen() {
        var to = listener;
        if (closed || to == null) {
            throw closedException();
        }
        return to;
    }

    private static EngineException closedException() {
        return new EngineException("the memory cluster is closed or not started");
    }

    /** A survey in progress; compared by identity. */
    private static final class OpenSurvey {
        private final byte[] question;
        private final CompletableFuture<Map<String, byte[]>> answers = new CompletableFuture<>();

        private OpenSurvey(byte[] question) {
            this.question = question;
        }

        private void ask(String self, ClusterListener asked) {
            answer(self, asked).whenComplete((answer, failure) -> {
                if (failure != null) {
                    LOG.warn("failed to answer a survey", failure);
                }
                answers.complete(failure == null ? Map.of(self, answer) : Map.of());
            });
        }

        private CompletionStage<byte[]> answer(String self, ClusterListener asked) {
            try {
                return asked.onSurvey(self, question);
            } catch (RuntimeException failure) {
                return CompletableFuture.failedStage(failure);
            }
        }

        private void fail() {
            answers.completeExceptionally(closedException());
        }
    }
}
