package dev.fanfare.app;

import dev.fanfare.model.monitoring.Activity;
import java.time.Duration;

/**
 * Reports the activities of clients and channels, independent of the protocol. Thread-safe.
 *
 * <p>Register handlers at application startup, because earlier activities are not reported.
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
 * <p>A handler receives activities one at a time and in order, on a virtual thread that runs only while activities are queued. An
 * exception is logged, and the next activity is handled.
 */
public interface ActivityMonitor {
    /** Handles activities; may block. */
    @FunctionalInterface
    interface ActivityHandler<A extends Activity> {
        void handle(A activity) throws Exception;
    }

    /**
     * Reports clients of this node that are disconnected or unsubscribed, at most once. At most 100,000 activities are queued; further
     * ones are dropped and logged.
     *
     * @throws IllegalStateException if a handler is registered
     */
    void clients(ActivityHandler<Activity.OfClient> handler);

    /**
     * Reports channels that get their first client or lose their last client in the cluster; subscriptions of application code do not
     * count. One node of the cluster reports each change, so all nodes must register a handler. A change is reported at least once: if
     * the reporting node stops before its handler has ended, another node reports it with the same id. Changes wait for slow handlers.
     *
     * @param debounce how long a change must last before it is reported
     * @throws IllegalStateException if a handler is registered, or if the engine does not support it
     */
    void channels(Duration debounce, ActivityHandler<Activity.OfChannel> handler);
}
