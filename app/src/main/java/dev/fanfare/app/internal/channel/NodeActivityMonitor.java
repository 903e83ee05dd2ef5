package dev.fanfare.app.internal.channel;

import dev.fanfare.app.ActivityMonitor;
import dev.fanfare.app.internal.concurrent.SerialWorker;
import dev.fanfare.core.activity.ActivityListener;
import dev.fanfare.model.monitoring.Activity;
import java.time.Duration;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;

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
    private static final class ActivityQueue<A extends Activity> implements ActivityListener, SerialWorker.Work {
        private static final CompletionStage<Void> DROPPED = CompletableFuture.completedStage(null);

        private record Queued<A>(A activity, CompletableFuture<Void> done) {}

        private final String name;
        private final Class<A> type;
        private final ActivityHandler<A> handler;
        private final AppContext context;
        private final Queue<Queued<A>> queue;
        private final SerialWorker worker;

        ActivityQueue(String name, Class<A> type, ActivityHandler<A> handler, AppContext context, int maxQueued) {
            this.name = name;
            this.type = type;
            this.handler = handler;
            this.context = context;
            this.queue = new LinkedBlockingQueue<>(maxQueued);
            this.worker = new SerialWorker(this);
        }

        @Override
        public CompletionStage<Void> onActivity(Activity activity) {
            var queued = new Queued<>(type.cast(activity), new CompletableFuture<>());
            if (!queue.offer(queued)) {
                context.failures().reportMissed(name);
                return DROPPED;
            }
            worker.wake();
            return queued.done;
        }

        @Override
        public void drain() {
            for (var next = queue.poll(); next != null; next = queue.poll()) {
                handle(next.activity);
                next.done.complete(null);
            }
        }

        @Override
        public boolean isPending() {
            return !queue.isEmpty();
        }

        @Override
        public void startThread(Runnable code) {
            context.threads().start(code);
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
