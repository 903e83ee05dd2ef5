package dev.fanfare.server.metrics;

import dev.fanfare.core.node.Node;
import dev.fanfare.core.transport.HttpExchange;
import dev.fanfare.core.transport.HttpHandler;
import dev.fanfare.metrics.MicrometerMetrics;
import dev.fanfare.metrics.NodeMeters;
import dev.fanfare.model.http.HttpResponse;
import dev.fanfare.model.monitoring.Metrics;
import dev.fanfare.transport.netty.NettyTransport;
import io.micrometer.core.instrument.MeterRegistry;
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

    /** Measures the server; there is no endpoint. */
    public static Monitoring withoutEndpoint() {
        var registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
        return new Monitoring(registry, Map.of(), new MicrometerMetrics(registry));
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

    /** Registers the meters of a node. */
    public void watch(Node node) {
        NodeMeters.bind(registry, node);
    }

    /** Registers the meters of the connections to a transport. */
    public void watch(NettyTransport transport) {
        NodeMeters.bind(registry, transport);
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
