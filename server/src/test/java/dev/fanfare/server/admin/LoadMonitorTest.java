package dev.fanfare.server.admin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.fanfare.testkit.client.RawHttp;
import dev.fanfare.testkit.client.RawWebSocket;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The state of the cluster, its history, and its stream. */
class LoadMonitorTest {
    private final AdminServer server = new AdminServer("");

    @AfterEach
    void close() {
        server.close();
    }

    @Test
    void summary_showsTheLoad() {
        try (var client = RawWebSocket.open(server.address(), "/connection/websocket")) {
            client.send("{\"id\":1,\"connect\":{}}\n{\"id\":2,\"subscribe\":{\"channel\":\"news\"}}");
            assertThat(client.receiveText()).contains("\"connect\"");

            await().untilAsserted(() -> assertThat(summary())
                    .contains(
                            "\"clients\":1", "\"subscriptions\":1", "\"channels\":1", "\"heap_used\"", "\"budgets\""));
        }
        await().untilAsserted(() -> assertThat(summary()).doesNotContain("\"clients\":1"));
    }

    @Test
    void history_hasASampleForEachSecond() {
        await().untilAsserted(() -> assertThat(server.get("/admin/api/history?range=60", AdminServer.BEARER)
                        .text())
                .containsPattern("\"time\":\\[\\d{10},\\d{10}")
                .containsPattern("\"deliveries\":\\[0\\.0,0\\.0"));
        assertThat(server.get("/admin/api/history?range=3601", AdminServer.BEARER)
                        .status())
                .isEqualTo(400);
        assertThat(server.get("/admin/api/history?range=x", AdminServer.BEARER).text())
                .contains("range must be an integer between 1 and 3600");
    }

    @Test
    void stream_sendsASummaryEachSecond() {
        try (var http = RawHttp.connect(server.internal())) {
            http.send(RawHttp.request("GET /admin/api/stream", AdminServer.BEARER));
            var head = http.readHead();
            assertThat(head.status()).isEqualTo(200);
            assertThat(head.header("content-type")).isEqualTo("text/event-stream");
            assertThat(head.header("cache-control")).isEqualTo("no-store");
            var events = new StringBuilder();
            while (events.toString().split("event: summary\ndata: \\{", -1).length < 3) {
                events.append(new String(http.readChunk(), StandardCharsets.UTF_8));
            }
        }
    }

    private String summary() {
        return server.get("/admin/api/summary", AdminServer.BEARER).text();
    }
}
