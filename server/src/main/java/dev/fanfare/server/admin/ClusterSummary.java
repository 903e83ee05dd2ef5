package dev.fanfare.server.admin;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.ToDoubleFunction;
import java.util.function.ToLongFunction;

/**
 * The state of the cluster. Immutable. In JSON, a number that is zero and a flag that is false are left out.
 *
 * @param time milliseconds since 1970
 * @param self the node that answers
 * @param nodes nodes that answered in time
 * @param missing nodes that did not answer in time, or that serve no admin page
 * @param cluster sums over the nodes; the largest value for the delays
 */
public record ClusterSummary(long time, String self, List<NodeSummary> nodes, List<String> missing, Sums cluster) {
    /** Sums over the nodes that answered. */
    public record Sums(
            int nodes,
            long clients,
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
            long heapMax) {
        /** A channel with subscribers on several nodes counts for each of them. */
        static Sums of(List<NodeSummary> nodes) {
            var codes = new TreeMap<String, Long>();
            nodes.forEach(node -> node.disconnects().forEach((code, count) -> codes.merge(code, count, Long::sum)));
            return new Sums(
                    nodes.size(),
                    sum(nodes, NodeSummary::clients),
                    sum(nodes, NodeSummary::subscriptions),
                    (int) sum(nodes, NodeSummary::channels),
                    total(nodes, NodeSummary::publicationsPerSecond),
                    total(nodes, NodeSummary::deliveriesPerSecond),
                    total(nodes, NodeSummary::bytesPerSecond),
                    total(nodes, NodeSummary::dropsPerSecond),
                    total(nodes, NodeSummary::disconnectsPerSecond),
                    codes,
                    max(nodes, NodeSummary::loopLagMicros),
                    max(nodes, NodeSummary::fanOutMicros),
                    sum(nodes, NodeSummary::heapUsed),
                    sum(nodes, NodeSummary::heapMax));
        }

        private static long sum(List<NodeSummary> nodes, ToLongFunction<NodeSummary> value) {
            return nodes.stream().mapToLong(value).sum();
        }

        private static double total(List<NodeSummary> nodes, ToDoubleFunction<NodeSummary> value) {
            return nodes.stream().mapToDouble(value).sum();
        }

        private static double max(List<NodeSummary> nodes, ToDoubleFunction<NodeSummary> value) {
            return nodes.stream().mapToDouble(value).max().orElse(0);
        }
    }
}
