package dev.fanfare.app;

import dev.fanfare.model.monitoring.Activity;
import java.time.Duration;

/**
 * Tells a program what happens to clients and channels, whatever protocol the clients speak. Thread-safe; to be used where the
 * program begins, for what happened before is not told.
 *
 * {@snippet :
 * app.activityMonitor().clients(activity -> log.info("{}", activity));
 * app.activityMonitor().channels(Duration.ofSeconds(1), activity -> {
 *     switch (activity) {
 *         case Activity.Occupied occupied -> feeds.start(occupied.channel());
 *         case Activity.Vacated vacated -> feeds.stop(vacated.channel());
 *     }
 * });
 * }
 *
 * <p>A handler gets one activity at a time, in their order, on a virtual thread that runs while there are any. What it throws is
 * logged and costs that one activity.
 */
public final class ActivityMonitor {
    /** Handles what is watched; may block. */
    @FunctionalInterface
    public interface Handler<A extends Activity> {
        void handle(A activity) throws Exception;
    }

    private final SocketContext context;

    ActivityMonitor(SocketContext context) {
        this.context = context;
    }

    /**
     * Tells of clients of this node that are disconnected or unsubscribed, at most once. Activities are bounded: when the handler
     * is so slow that 100,000 wait, later ones are passed over, which is logged.
     *
     * @throws IllegalStateException when somebody is told already
     */
    public void clients(Handler<Activity.OfClient> handler) {
        var watching = ActivityQueue.bounded("the watch of clients", Activity.OfClient.class, handler, context);
        context.node().activities().watchClients(watching);
    }

    /**
     * Tells of channels that get their first client or lose their last one in the whole cluster; subscriptions of code do not
     * count. Each change is told on one of the nodes, all of which must watch: at least once, and again by the same id when that
     * node goes before its handler has ended. When handlers are slow, changes wait.
     *
     * @param debounce how long a change holds before it is told; one that is undone before never is
     * @throws IllegalStateException when somebody is told already, or the engine does not know
     */
    public void channels(Duration debounce, Handler<Activity.OfChannel> handler) {
        var watching = ActivityQueue.patient("the watch of channels", Activity.OfChannel.class, handler, context);
        context.node().activities().watchChannels(debounce, watching);
    }
}
