package dev.fanfare.engine.redis.link;

import io.lettuce.core.api.StatefulRedisConnection;
import java.util.concurrent.CompletionStage;

/**
 * Commands that make up one call.
 *
 * @param <T> the answer
 */
@FunctionalInterface
public interface LinkRequest<T> {
    /**
     * Sends the commands; called on the link's loop, which flushes them together with others. What follows from the answer
     * happens on the loop, too, when it is said here.
     */
    CompletionStage<T> send(StatefulRedisConnection<String, byte[]> connection);
}
