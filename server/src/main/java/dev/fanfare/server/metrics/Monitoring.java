package dev.fanfare.server.metrics;

import dev.fanfare.core.budget.MemoryBudget;
import dev.fanfare.core.node.Node;
import dev.fanfare.core.transport.HttpExchange;
import dev.fanfare.core.transport.HttpHandler;
import dev.fanfare.model.http.HttpResponse;
import dev.fanfare.model.monitoring.MemoryKind;
import dev.fanfare.model.monitoring.Metrics;
import dev.fanfare.transport.netty.NettyTransport;
import dev.fanfare.transport.netty.accept.ConnectionCounts;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.binder.BaseUnits;
import io.micrometer.core.instrument.binder.jvm.JvmGcMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.core.instrument.binder.system.UptimeMetrics;
import io.micrometer.core.instrument.composite.CompositeMeterRegistry;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.function.ToDoubleFunction;

/** The metrics of one server and their Prometheus endpoint. Thread-safe. */
public final class Monitoring implements AutoCloseable {
    /** Path of the endpoint. */
    public static final String PATH = "/metrics";

    /** The text format of Prometheus, 0.0.4. */
    private static final String TEXT = "text/plain; version=0.0.4; charset=utf-8";

    private final MeterRegistry registry;
    private final Map<String, HttpHandler> handlers;
    private final Metrics metrics;
    private final JvmGcMetrics collections = new JvmGcMetrics();

    private Monitoring(MeterRegistry registry, Map<String, HttpHandler> handlers, Metrics metrics) {
        this.registry = registry;
        this.handlers = handlers;
        this.metrics = metrics;
    }

    /** Discards all measurements; there is no endpoint. */
    public static Monitoring off() {
        return new Monitoring(new CompositeMeterRegistry(), Map.of(), Metrics.NONE);
    }

    /** Measures the server and its JVM. */
    public static Monitoring prometheus() {
        var registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
        var monitoring = new Monitoring(
                registry, Map.of(PATH, exchange -> scrape(registry, exchange)), new MicrometerMetrics(registry));
        new JvmMemoryMetrics().bindTo(registry);
        new JvmThreadMetrics().bindTo(registry);
        new ProcessorMetrics().bindTo(registry);
        new UptimeMetrics().bindTo(registry);
        monitoring.collections.bindTo(registry);
        return monitoring;
    }

    /** The metrics of core. */
    public Metrics metrics() {
        return metrics;
    }

    /** The registry for the metrics of the server. */
    public MeterRegistry registry() {
        return registry;
    }

    /** The endpoint by path; empty if monitoring is off. */
    public Map<String, HttpHandler> handlers() {
        return handlers;
    }

    /** Registers the gauges of a node. */
    public void watch(Node node) {
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
            watch(node.governor().budget(kind), Tags.of("kind", kind.label()));
        }
    }

    /** Registers the meters of the connections to a transport. */
    public void watch(NettyTransport transport) {
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
        refused(transport, "total", ConnectionCounts::refused);
        refused(transport, "address", ConnectionCounts::refusedOfAddress);
        refused(transport, "unauthenticated", ConnectionCounts::refusedUnauthenticated);
        FunctionCounter.builder("fanfare.accept.failures", transport, NettyTransport::acceptFailures)
                .description("Failures to accept a connection, such as exhausted file descriptors.")
                .register(registry);
    }

    private void refused(NettyTransport transport, String limit, ToDoubleFunction<ConnectionCounts> count) {
        FunctionCounter.builder(
                        "fanfare.connections.refused", transport, watched -> count.applyAsDouble(watched.connections()))
                .description("Connections closed because of a connection limit.")
                .tags("limit", limit)
                .register(registry);
    }

    private void watch(MemoryBudget budget, Tags kind) {
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

    @Override
    public void close() {
        collections.close();
        registry.close();
    }

    /** Creates the response on a virtual thread, because with the meters of the JVM it is large. */
    private static void scrape(PrometheusMeterRegistry registry, HttpExchange exchange) {
        if (!exchange.request().method().equals("GET")) {
            exchange.respond(
                    HttpResponse.text(405, "the metrics endpoint requires GET").with("allow", "GET"));
            return;
        }
        Thread.startVirtualThread(() -> {
            var text = HttpResponse.of(200, TEXT, registry.scrape().getBytes(StandardCharsets.UTF_8));
            exchange.loop().execute(() -> {
                if (!exchange.isAnswered()) {
                    exchange.respond(text);
                }
            });
        });
    }
}
