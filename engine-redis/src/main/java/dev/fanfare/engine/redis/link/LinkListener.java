package dev.fanfare.engine.redis.link;

import io.lettuce.core.api.StatefulRedisConnection;
import java.util.concurrent.CompletionStage;

/** What a link calls, on its loop. Does not block. */
public interface LinkListener {
    /**
     * Connected, and subscribed again, but nothing was handed over and no call was answered yet. What the stage stands for
     * is done before that; when it fails, the connection is given up.
     */
    CompletionStage<Void> onConnected(StatefulRedisConnection<String, byte[]> connection);

    /** From now on messages are handed over again, after a time in which some may have been missed. */
    void onInterrupted();

    /** The state has changed. */
    void onState(LinkState state);
}
