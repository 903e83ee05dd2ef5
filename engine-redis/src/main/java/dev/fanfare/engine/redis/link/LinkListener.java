package dev.fanfare.engine.redis.link;

import dev.fanfare.engine.redis.connection.LinkState;
import io.lettuce.core.api.StatefulRedisConnection;
import java.util.concurrent.CompletionStage;

/** Receives the events of a link, on its loop. Must not block. */
public interface LinkListener {
    /**
     * Called after a connection was opened and subscribed, before any message is delivered or call is answered. The
     * link waits for the stage, as long as it makes progress; if it fails, the connection is abandoned.
     *
     * @param progress to be run whenever a part of the work is done
     */
    CompletionStage<Void> onConnected(
            StatefulRedisConnection<String, byte[]> connection, ServerIdentity server, Runnable progress);

    /** Messages are delivered again after an interruption, in which some may have been missed. */
    void onInterrupted();

    /** The connection continues, but the server has become a primary again, or replicates other data. */
    void onServerChanged();

    /** The state has changed. */
    void onState(LinkState state);
}
