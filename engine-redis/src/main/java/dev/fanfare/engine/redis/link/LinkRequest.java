package dev.fanfare.engine.redis.link;

import io.lettuce.core.api.StatefulRedisConnection;
import java.util.concurrent.CompletionStage;

/**
 * The commands of one call.
 *
 * @param <T> type of the result
 */
@FunctionalInterface
public interface LinkRequest<T> {
    /**
     * Sends the commands. Called on the link's loop, which flushes them together with others. Dependent stages added
     * here run on the loop as well.
     */
    CompletionStage<T> send(StatefulRedisConnection<String, byte[]> connection);
}
