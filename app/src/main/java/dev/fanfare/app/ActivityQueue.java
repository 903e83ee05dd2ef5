package dev.fanfare.app;

import dev.fanfare.core.activity.ActivityListener;
import dev.fanfare.model.monitoring.Activity;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicBoolean;

/** Hands activities to a handler, one at a time and in order, on a virtual thread. Thread-safe. */
final class ActivityQueue<A extends Activity> implements ActivityListener {
    /** More than a node has clients, as a rule: they may all go at once. */
    private static final int MAX_WAITING = 100_000;

    private static final CompletionStage<Void> MISSED = CompletableFuture.completedStage(null);

    private record Waiting<A>(A activity, CompletableFuture<Void> done) {}

    private final String name;
    private final Class<A> type;
    private final ActivityMonitor.Handler<A> handler;
    private final SocketContext context;
    private final Queue<Waiting<A>> queue;
    private final AtomicBoolean running = new AtomicBoolean();

    private ActivityQueue(
            String name, Class<A> type, ActivityMonitor.Handler<A> handler, SocketContext context, int maxWaiting) {
        this.name = name;
        this.type = type;
        this.handler = handler;
        this.context = context;
        this.queue = new LinkedBlockingQueue<>(maxWaiting);
    }

    /** Misses activities when too many wait. */
    static <A extends Activity> ActivityQueue<A> bounded(
            String name, Class<A> type, ActivityMonitor.Handler<A> handler, SocketContext context) {
        return new ActivityQueue<>(name, type, handler, context, MAX_WAITING);
    }

    /** Misses none: the engine tells no more than so many that are not done. */
    static <A extends Activity> ActivityQueue<A> patient(
            String name, Class<A> type, ActivityMonitor.Handler<A> handler, SocketContext context) {
        return new ActivityQueue<>(name, type, handler, context, Integer.MAX_VALUE);
    }

    @Override
    public CompletionStage<Void> onActivity(Activity activity) {
        var waiting = new Waiting<>(type.cast(activity), new CompletableFuture<>());
        if (!queue.offer(waiting)) {
            context.failures().reportMissed(name);
            return MISSED;
        }
        if (running.compareAndSet(false, true)) {
            context.threads().start(this::work);
        }
        return waiting.done;
    }

    /** Empties the queue; on one thread at a time. */
    private void work() {
        do {
            for (var waiting = queue.poll(); waiting != null; waiting = queue.poll()) {
                handle(waiting.activity);
                waiting.done.complete(null);
            }
            running.set(false);
        } while (!queue.isEmpty() && running.compareAndSet(false, true));
    }

    private void handle(A activity) {
        try {
            handler.handle(activity);
        } catch (Throwable failure) {
            context.failures().report(name, failure);
        }
    }
}
