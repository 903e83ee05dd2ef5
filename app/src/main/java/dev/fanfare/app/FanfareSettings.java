package dev.fanfare.app;

import dev.fanfare.core.node.NodeSettings;
import dev.fanfare.model.monitoring.Metrics;
import dev.fanfare.transport.netty.NettySettings;
import java.util.Set;

/**
 * The settings of an application. Immutable. Start from {@link #DEFAULTS}.
 *
 * @param transport sockets and their limits
 * @param node sessions, fan-out and their limits
 * @param allowedOrigins origins whose pages may open WebSockets, in addition to the application's own: {@code https://example.com},
 *     {@code https://*.example.com} for all subdomains, or {@code *} for every origin
 * @param metrics receives counters and timings
 */
public record FanfareSettings(NettySettings transport, NodeSettings node, Set<String> allowedOrigins, Metrics metrics) {
    /** The default transport and node, no further origins, and no metrics. */
    public static final FanfareSettings DEFAULTS =
            new FanfareSettings(NettySettings.DEFAULTS, NodeSettings.DEFAULTS, Set.of(), Metrics.NONE);

    public FanfareSettings {
        allowedOrigins = Set.copyOf(allowedOrigins);
    }

    /** Returns a copy with this transport. */
    public FanfareSettings withTransport(NettySettings other) {
        return new FanfareSettings(other, node, allowedOrigins, metrics);
    }

    /** Returns a copy with these settings of the node. */
    public FanfareSettings withNode(NodeSettings other) {
        return new FanfareSettings(transport, other, allowedOrigins, metrics);
    }

    /** Returns a copy with these allowed origins. */
    public FanfareSettings withAllowedOrigins(Set<String> others) {
        return new FanfareSettings(transport, node, others, metrics);
    }

    /** Returns a copy with these metrics. */
    public FanfareSettings withMetrics(Metrics others) {
        return new FanfareSettings(transport, node, allowedOrigins, others);
    }
}
