package dev.fanfare.app;

import dev.fanfare.core.node.NodeSettings;
import dev.fanfare.model.monitoring.Metrics;
import dev.fanfare.transport.netty.NettySettings;
import java.util.Set;

/**
 * Settings of an application. Immutable; begin with {@link #DEFAULTS}.
 *
 * @param transport sockets and their limits
 * @param node sessions and fan-out, and their limits
 * @param allowedOrigins from which pages browsers may open WebSockets, beside the application's own; such as
 *     {@code https://example.com}, {@code https://*.example.com} for all names below, or {@code *} for every page there is
 * @param metrics are told what happens
 */
public record FanfareSettings(NettySettings transport, NodeSettings node, Set<String> allowedOrigins, Metrics metrics) {
    public static final FanfareSettings DEFAULTS =
            new FanfareSettings(NettySettings.DEFAULTS, NodeSettings.DEFAULTS, Set.of(), Metrics.NONE);

    public FanfareSettings {
        allowedOrigins = Set.copyOf(allowedOrigins);
    }

    /** The same settings with another transport. */
    public FanfareSettings withTransport(NettySettings other) {
        return new FanfareSettings(other, node, allowedOrigins, metrics);
    }

    /** The same settings with another node. */
    public FanfareSettings withNode(NodeSettings other) {
        return new FanfareSettings(transport, other, allowedOrigins, metrics);
    }

    /** The same settings with other allowed origins. */
    public FanfareSettings withAllowedOrigins(Set<String> others) {
        return new FanfareSettings(transport, node, others, metrics);
    }

    /** The same settings with metrics. */
    public FanfareSettings withMetrics(Metrics others) {
        return new FanfareSettings(transport, node, allowedOrigins, others);
    }
}
