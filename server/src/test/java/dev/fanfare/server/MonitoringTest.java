package dev.fanfare.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.fanfare.model.monitoring.MemoryKind;
import dev.fanfare.protocol.centrifuge.Centrifuge;
import dev.fanfare.server.config.ServerConfig;
import dev.fanfare.server.metrics.Monitoring;
import dev.fanfare.testkit.app.TestClient;
import dev.fanfare.testkit.memory.MemoryTransport;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What Prometheus reads of a server. */
class MonitoringTest {
    private static final String YAML = """
            http-server: {address: 127.0.0.1}
            http-api:
              key: api-key
            prometheus:
              enabled: true
            client:
              insecure: true
              ping-interval: 25s
            """;

    private final MemoryTransport transport = new MemoryTransport();
    private final PushServer server = PushServer.create(ServerConfig.LOADER.load(YAML, Map.of(), Map.of()), transport);

    MonitoringTest() {
        server.listen();
    }

    @AfterEach
    void close() {
        server.close();
    }

    @Test
    void clientsAndSubscriptions_areCountedWithTheirEnds() {
        var first = subscribed();
        subscribed();

        assertMeasured("fanfare_sessions 2.0");
        assertMeasured("fanfare_subscriptions 2.0");
        assertMeasured("fanfare_channels 1.0");

        api("disconnect", "{\"user\":\"\",\"client\":\"" + first.id() + "\"}");
        first.client().receiveClose();

        assertMeasured("fanfare_sessions 1.0");
        assertMeasured("fanfare_subscriptions 1.0");
        assertMeasured("fanfare_sessions_opened_total 2.0");
        assertMeasured("fanfare_sessions_closed_total{code=\"other\"} 1.0");
        assertMeasured("fanfare_disconnects_total{code=\"3503\"} 1.0");
    }

    @Test
    void publications_areCountedAndTimed() {
        var one = subscribed();
        var other = subscribed();

        api("publish", "{\"channel\":\"news\",\"data\":1}");
        one.client().receiveText();
        other.client().receiveText();

        assertMeasured("fanfare_deliveries_total 2.0");
        assertMeasured("fanfare_fanout_seconds_count 1");
        assertMeasured("fanfare_publish_seconds_count{outcome=\"accepted\"} 1");
        assertMeasured("fanfare_api_seconds_count{method=\"publish\",outcome=\"done\"} 1");
        assertThat(measured("fanfare_delivered_bytes_total")).isPositive();
        assertThat(measured("fanfare_received_bytes_total")).isPositive();
        assertThat(measured("fanfare_replied_bytes_total")).isPositive();
        assertMeasured("fanfare_messages_received_total 4.0");
    }

    @Test
    void apiCalls_failedAndRejected_areDistinguished() {
        api("publish", "{\"data\":1}");
        transport.post("/api/publish", "{}");
        transport.post("/api/publish", "no json", "X-API-Key: api-key");

        assertMeasured("fanfare_api_seconds_count{method=\"publish\",outcome=\"failed\"} 1");
        assertMeasured("fanfare_api_refused_total{method=\"publish\"} 2.0");
    }

    @Test
    void outboxesAndLoops_areSampledAtEachPing() {
        subscribed();

        transport.advance(Duration.ofSeconds(26));

        assertMeasured("fanfare_outbox_bytes_count 1");
        assertThat(measured("fanfare_loop_lag_seconds_count")).isPositive();
    }

    @Test
    void engineAndMachine_areMeasured() {
        assertMeasured("fanfare_engine_ready 1.0");
        assertMeasured("fanfare_overloaded 0.0");
        assertThat(scrape()).contains("jvm_memory_used_bytes", "process_uptime_seconds", "system_cpu_count");
    }

    @ParameterizedTest
    @EnumSource
    void memory_isMeasuredByKind(MemoryKind kind) {
        var label = "{kind=\"" + kind.label() + "\"} ";
        assertThat(scrape())
                .contains("fanfare_memory_used_bytes" + label)
                .contains("fanfare_memory_limit_bytes" + label)
                .contains("fanfare_memory_refused_total" + label + "0.0")
                .contains("fanfare_memory_shed_total" + label + "0.0");
    }

    @Test
    void metrics_requireGet() {
        assertThat(transport.get(Monitoring.PATH).header("content-type"))
                .hasValueSatisfying(type -> assertThat(type).startsWith("text/plain; version=0.0.4"));
        assertThat(transport.post(Monitoring.PATH, "{}").status()).isEqualTo(405);
    }

    @Test
    void metrics_areOffByDefault() {
        var memory = new MemoryTransport();
        try (var silent = PushServer.create(ServerConfig.LOADER.load("", Map.of(), Map.of()), memory)) {
            silent.listen();
            assertThat(memory.get(Monitoring.PATH).status()).isEqualTo(404);
        }
    }

    /** A client with its id. */
    private record Connected(TestClient client, String id) {}

    private Connected subscribed() {
        var client = transport.connect(Centrifuge.WEBSOCKET);
        client.sendText("{\"id\":1,\"connect\":{}}");
        var id = client.receiveText().replaceFirst(".*\"client\":\"", "").replaceFirst("\".*", "");
        client.sendText("{\"id\":2,\"subscribe\":{\"channel\":\"news\"}}");
        client.receiveText();
        return new Connected(client, id);
    }

    private String api(String method, String body) {
        return transport.post("/api/" + method, body, "X-API-Key: api-key").text();
    }

    private String scrape() {
        return transport.get(Monitoring.PATH).text();
    }

    /** Waits for the measurement, which can follow the response or the close of a connection. */
    private void assertMeasured(String line) {
        await().untilAsserted(() -> assertThat(scrape().lines()).contains(line));
    }

    private double measured(String name) {
        return scrape().lines()
                .filter(line -> line.startsWith(name + " "))
                .map(line -> Double.parseDouble(line.substring(name.length())))
                .findFirst()
                .orElseThrow(() -> new AssertionError(name + " is not measured"));
    }
}
