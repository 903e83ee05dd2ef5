package dev.fanfare.core.activity;

import dev.fanfare.model.monitoring.Activity;
import java.util.concurrent.CompletionStage;

/** Receives activities. Called on event loops and engine threads, concurrently; must not block. */
@FunctionalInterface
public interface ActivityListener {
    /**
     * Receives an activity. Activities of one client are in order, and so are those of one channel.
     *
     * @return completes when the listener has finished; only {@link Activity.OfChannel} depends on it and is repeated
     *     until then
     */
    CompletionStage<Void> onActivity(Activity activity);

    /** Called when the node closes; few activities follow. May block for a while. Idempotent. */
    default void close() {}
}
