package dev.fanfare.engine.redis.link;

import dev.fanfare.engine.redis.connection.LinkState;
import io.lettuce.core.api.StatefulRedisConnection;
import java.util.concurrent.CompletionStage;

/** Receives the events of a link, on its loop. Must not block. */
public interface LinkListener {
    /**
     * Called after a connection was opened and subscribed, before any message is delivered or call is answered. The
     * link waits for the stage; if it fails, the connection is abandoned.
     */
    CompletionStage<Void> onConnected(StatefulRedisConnection<String, byte[]> connection);

    /** Messages are delivered again after an interruption, in which some may have been missed. */
    void onInterrupted();

    /** The state has changed. */
    void onState(LinkState state);
}
