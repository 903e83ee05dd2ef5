package dev.fanfare.engine.redis.link;

import io.lettuce.core.api.StatefulRedisConnection;
import java.util.List;
import java.util.concurrent.CompletionStage;

/**
 * The commands of a batch.
 *
 * @param <I> type of the items
 * @param <T> type of the result of an item
 */
@FunctionalInterface
public interface BatchRequest<I, T> {
    /**
     * Sends the commands for one or more items. Called on the link's loop, which flushes them. Dependent stages added here
     * run on the loop as well.
     *
     * @return the result of each item, in the order of the items; a failure of the stage fails all items
     */
    CompletionStage<List<BatchResult<T>>> send(StatefulRedisConnection<String, byte[]> connection, List<I> items);
}
