package dev.fanfare.metrics;

import dev.fanfare.core.budget.MemoryBudget;
import dev.fanfare.core.node.Node;
import dev.fanfare.model.monitoring.MemoryKind;
import dev.fanfare.transport.netty.NettyTransport;
import dev.fanfare.transport.netty.accept.ConnectionCounts;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.binder.BaseUnits;
import java.util.function.ToDoubleFunction;

/** The meters that read the state of a node and of its transport. Stateless. */
public final class NodeMeters {
    private NodeMeters() {}

    /** Registers the meters of a node. */
    public static void bind(MeterRegistry registry, Node node) {
        Gauge.builder("fanfare.channels", node, Node::channelCount)
                .description("Channels with a subscriber on this node.")
                .register(registry);
        Gauge.builder("fanfare.users", node, measured -> measured.clients().userCount())
                .description("Users with a client on this node; all anonymous clients count as one user.")
                .register(registry);
        Gauge.builder(
                        "fanfare.engine.ready",
                        node,
                        measured -> measured.engine().isReady() ? 1 : 0)
                .description("1 while the engine replies and delivers messages.")
                .register(registry);
        Gauge.builder("fanfare.overloaded", node, measured -> measured.isOverloaded() ? 1 : 0)
                .description("1 while publications are rejected because the event loops are overloaded.")
                .register(registry);
        for (var kind : MemoryKind.values()) {
            bind(registry, node.governor().budget(kind), Tags.of("kind", kind.label()));
        }
    }

    /** Registers the meters of the connections to a transport. */
    public static void bind(MeterRegistry registry, NettyTransport transport) {
        Gauge.builder(
                        "fanfare.connections",
                        transport,
                        watched -> watched.connections().open())
                .description("Open connections, except for those to the internal port.")
                .register(registry);
        Gauge.builder(
                        "fanfare.connections.unauthenticated",
                        transport,
                        watched -> watched.connections().unauthenticated())
                .description("Open connections without a WebSocket or stream that the application has accepted.")
                .register(registry);
        refused(registry, transport, "total", ConnectionCounts::refused);
        refused(registry, transport, "address", ConnectionCounts::refusedOfAddress);
        refused(registry, transport, "unauthenticated", ConnectionCounts::refusedUnauthenticated);
        FunctionCounter.builder("fanfare.accept.failures", transport, NettyTransport::acceptFailures)
                .description("Failures to accept a connection, such as exhausted file descriptors.")
                .register(registry);
    }

    private static void refused(
            MeterRegistry registry, NettyTransport transport, String limit, ToDoubleFunction<ConnectionCounts> count) {
        FunctionCounter.builder(
                        "fanfare.connections.refused", transport, watched -> count.applyAsDouble(watched.connections()))
                .description("Connections closed because of a connection limit.")
                .tags("limit", limit)
                .register(registry);
    }

    private static void bind(MeterRegistry registry, MemoryBudget budget, Tags kind) {
        Gauge.builder("fanfare.memory.used", budget, MemoryBudget::used)
                .description("Memory that clients cause this node to hold.")
                .baseUnit(BaseUnits.BYTES)
                .tags(kind)
                .register(registry);
        Gauge.builder("fanfare.memory.limit", budget, MemoryBudget::limit)
                .description("Limit of the memory that clients can cause this node to hold.")
                .baseUnit(BaseUnits.BYTES)
                .tags(kind)
                .register(registry);
        FunctionCounter.builder("fanfare.memory.refused", budget, MemoryBudget::refused)
                .description("Requests refused because the limit was reached.")
                .tags(kind)
                .register(registry);
        FunctionCounter.builder("fanfare.memory.shed", budget, MemoryBudget::shed)
                .description("Clients disconnected, and histories and positions removed, to make room.")
                .tags(kind)
                .register(registry);
    }
}
