package dev.fanfare.engine.redis.link;

import dev.fanfare.model.channel.EngineException;
import dev.fanfare.model.monitoring.LogText;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Logs data that this node cannot read or process. Thread-safe. Each distinct reason is logged once, because nodes of a
 * later release and other programs may send many such messages.
 */
public final class MessageFaults {
    private static final Logger LOG = LoggerFactory.getLogger(MessageFaults.class);
    private static final int MAX_REASONS = 100;

    private final Set<String> reasons = ConcurrentHashMap.newKeySet();

    /**
     * Reports a failure.
     *
     * @param source the Redis channel, the history or the node of the data
     * @param failure an {@link EngineException} if the data cannot be decoded; any other failure is logged with its
     *     stack trace
     */
    public void report(String source, Throwable failure) {
        var reason = String.valueOf(failure.getMessage());
        if (reasons.size() >= MAX_REASONS || !reasons.add(reason)) {
            return;
        }
        if (failure instanceof EngineException) {
            LOG.warn(
                    "message-unreadable source={} reason=\"{}\": further data with this reason is not logged",
                    LogText.of(source),
                    LogText.of(reason));
        } else {
            LOG.warn("message-failed source={}", LogText.of(source), failure);
        }
    }
}
