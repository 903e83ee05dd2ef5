package dev.fanfare.engine.redis.link;

/**
 * The result of one item of a batch. Immutable.
 *
 * @param <T> type of the value
 */
public sealed interface BatchResult<T> {
    /** The item succeeded. */
    record Success<T>(T value) implements BatchResult<T> {}

    /** The item failed; the other items of the batch may have succeeded. */
    record Failure<T>(Throwable cause) implements BatchResult<T> {}
}
