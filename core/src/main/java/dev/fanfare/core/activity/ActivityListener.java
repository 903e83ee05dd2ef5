package dev.fanfare.core.activity;

import dev.fanfare.model.monitoring.Activity;
import java.util.concurrent.CompletionStage;

/** Who watches. Called on event loops and threads of the engine, where it may not block; several at a time. */
@FunctionalInterface
public interface ActivityListener {
    /**
     * Something happened. Of one client it is told in order, and of one channel, too.
     *
     * @return completes when the listener is done with it, which matters to {@link Activity.OfChannel} alone:
     *     until then it counts as not told
     */
    CompletionStage<Void> onActivity(Activity activity);

    /** The node closes: little follows, and what is not done soon will not be. May block for a while. Idempotent. */
    default void close() {}
}
