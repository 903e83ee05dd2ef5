package dev.fanfare.core.port;

import dev.fanfare.model.channel.ClientInfo;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletionStage;

/**
 * Who is in a channel, over all nodes. Thread-safe.
 *
 * <p>An entry lives until it is removed or {@code expiry} after its last {@link #add}; nodes add their clients again
 * well before that, so the clients of a crashed node vanish by themselves.
 *
 * <p>Calls of one node for one channel and client take effect in the order in which they were made.
 */
public interface PresenceStore {
    /**
     * Adds or refreshes a client; what was known of it is replaced, its user and its expiry, too. Idempotent.
     *
     * @param expiry how long the entry lives without being added again; positive
     */
    CompletionStage<Void> add(String channel, ClientInfo info, Duration expiry);

    /** Removes a client; succeeds when it was not there. */
    CompletionStage<Void> remove(String channel, String client);

    /** All clients that have not expired, by client id. */
    CompletionStage<Map<String, ClientInfo>> members(String channel);

    /** The numbers alone, without reading all members. */
    CompletionStage<PresenceStats> stats(String channel);

    /**
     * Sizes of a channel.
     *
     * @param clients number of sessions
     * @param users number of distinct user ids, all anonymous ones counting as one
     */
    record PresenceStats(int clients, int users) {}
}
