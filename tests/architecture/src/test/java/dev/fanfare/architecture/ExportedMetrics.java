package dev.fanfare.architecture;

import dev.fanfare.model.monitoring.Metrics;
import dev.fanfare.server.PushServer;
import dev.fanfare.server.config.ServerConfig;
import dev.fanfare.server.metrics.Monitoring;
import dev.fanfare.testkit.memory.MemoryTransport;
import dev.fanfare.transport.netty.NettySettings;
import dev.fanfare.transport.netty.NettyTransport;
import java.net.InetSocketAddress;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * The metrics that the Prometheus endpoint of a server exports, with the labels and values of each. Immutable.
 *
 * @param names the labels by name of the sample; the values by label
 */
record ExportedMetrics(Map<String, Map<String, Set<String>>> names) {
    private static final Pattern SAMPLE = Pattern.compile("^([a-z_]+)(?:\\{(.*)\\})? \\S+$", Pattern.MULTILINE);
    private static final Pattern LABEL = Pattern.compile("(\\w+)=\"((?:[^\"\\\\]|\\\\.)*)\"");

    /** Scrapes a server in memory with all optional parts, and the meters of a socket transport. */
    static ExportedMetrics ofServer() {
        var exported = new ExportedMetrics(new HashMap<>());
        exported.add(scrapeServer());
        exported.add(scrapeTransport());
        return exported;
    }

    boolean has(String name) {
        return names.containsKey(name);
    }

    boolean has(String name, String label, String value) {
        return names.get(name).get(label).contains(value);
    }

    Set<String> labels(String name) {
        return names.get(name).keySet();
    }

    private static String scrapeServer() {
        var yaml = """
                http-server: {address: 127.0.0.1}
                http-api: {key: api-key}
                prometheus: {enabled: true}
                client: {insecure: true}
                webhook: {endpoint: "http://127.0.0.1:1/hook", events: [disconnect]}
                """;
        var transport = new MemoryTransport();
        try (var server = PushServer.create(ServerConfig.LOADER.load(yaml, Map.of(), Map.of()), transport)) {
            server.listen();
            return transport.get(Monitoring.PATH).text();
        }
    }

    /** Also records what exists after the first event only. */
    private static String scrapeTransport() {
        var transport = new NettyTransport(NettySettings.DEFAULTS);
        try (transport;
                var monitoring = Monitoring.prometheus()) {
            monitoring.watch(transport);
            touch(monitoring.metrics());
            var memory = new MemoryTransport();
            memory.listen(new InetSocketAddress(0), monitoring.handlers().get(Monitoring.PATH));
            return memory.get(Monitoring.PATH).text();
        }
    }

    private static void touch(Metrics metrics) {
        metrics.sessionOpened();
        metrics.sessionClosed(1000);
        metrics.disconnected(3008);
        metrics.unsubscribed(2000);
    }

    private void add(String text) {
        SAMPLE.matcher(text).results().forEach(sample -> {
            var labels = names.computeIfAbsent(sample.group(1), name -> new HashMap<>());
            LABEL.matcher(sample.group(2) == null ? "" : sample.group(2))
                    .results()
                    .forEach(label -> labels.computeIfAbsent(label.group(1), name -> new HashSet<>())
                            .add(label.group(2)));
        });
    }
}
