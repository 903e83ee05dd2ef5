package dev.fanfare.app.internal.channel;

import dev.fanfare.app.ActivityMonitor;
import dev.fanfare.core.activity.ActivityListener;
import dev.fanfare.model.monitoring.Activity;
import java.time.Duration;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicBoolean;

/** The activity monitor of a node. Thread-safe. */
public record NodeActivityMonitor(AppContext context) implements ActivityMonitor {
    /** Usually more than the clients of a node, which may all disconnect at once. */
    private static final int MAX_CLIENT_ACTIVITIES = 100_000;

    @Override
    public void clients(ActivityHandler<Activity.OfClient> handler) {
        var queue = new ActivityQueue<>(
                "client activity handler", Activity.OfClient.class, handler, context, MAX_CLIENT_ACTIVITIES);
        context.node().activities().watchClients(queue);
    }

    /** The queue is unbounded, because the engine limits the number of unfinished activities. */
    @Override
    public void channels(Duration debounce, ActivityHandler<Activity.OfChannel> handler) {
        var queue = new ActivityQueue<>(
                "channel activity handler", Activity.OfChannel.class, handler, context, Integer.MAX_VALUE);
        context.node().activities().watchChannels(debounce, queue);
    }

    /** Passes activities to a handler one at a time and in order, on a virtual thread. Thread-safe. */
    private static final class ActivityQueue<A extends Activity> implements ActivityListener {
        private static final CompletionStage<Void> DROPPED = CompletableFuture.completedStage(null);

        private record Queued<A>(A activity, CompletableFuture<Void> done) {}

        private final String name;
        private final Class<A> type;
        private final ActivityHandler<A> handler;
        private final AppContext context;
        private final Queue<Queued<A>> queue;
        private final AtomicBoolean running = new AtomicBoolean();

        ActivityQueue(String name, Class<A> type, ActivityHandler<A> handler, AppContext context, int maxQueued) {
            this.name = name;
            this.type = type;
            this.handler = handler;
            this.context = context;
            this.queue = new LinkedBlockingQueue<>(maxQueued);
        }

        @Override
        public CompletionStage<Void> onActivity(Activity activity) {
            var queued = new Queued<>(type.cast(activity), new CompletableFuture<>());
            if (!queue.offer(queued)) {
                context.failures().reportMissed(name);
                return DROPPED;
            }
            if (running.compareAndSet(false, true)) {
                context.threads().start(this::work);
            }
            return queued.done;
        }

        /** Empties the queue; on one thread at a time. */
        private void work() {
            do {
                for (var next = queue.poll(); next != null; next = queue.poll()) {
                    handle(next.activity);
                    next.done.complete(null);
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
}
