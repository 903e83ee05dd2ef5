package dev.fanfare.server.admin;

import java.util.Map;
import java.util.Objects;

/**
 * The state of one node. Immutable.
 *
 * @param node id of the node
 * @param clients open sessions, identified or not
 * @param users users with a client on this node; all anonymous clients count as one
 * @param disconnects connections closed by this node since its start, by close code
 * @param loopLagMicros p99 of the delay of the event loops in the last second
 * @param fanOutMicros p99 of the time from the arrival of a publication until it is in all sockets or outboxes, in the last second
 * @param configuration digests of the sections of the configuration, without secrets
 */
public record NodeSummary(
        String node,
        String version,
        long uptimeSeconds,
        long clients,
        int users,
        long subscriptions,
        int channels,
        double publicationsPerSecond,
        double deliveriesPerSecond,
        double bytesPerSecond,
        double dropsPerSecond,
        double disconnectsPerSecond,
        Map<String, Long> disconnects,
        double loopLagMicros,
        double fanOutMicros,
        long heapUsed,
        long heapMax,
        Map<String, Budget> budgets,
        boolean ready,
        boolean overloaded,
        boolean draining,
        Map<String, String> configuration) {
    /** Empty maps are left out of the JSON of other nodes. */
    public NodeSummary {
        disconnects = Objects.requireNonNullElse(disconnects, Map.of());
        budgets = Objects.requireNonNullElse(budgets, Map.of());
        configuration = Objects.requireNonNullElse(configuration, Map.of());
    }

    /** Memory that clients cause the node to hold, in bytes. */
    public record Budget(long used, long limit) {}
}
