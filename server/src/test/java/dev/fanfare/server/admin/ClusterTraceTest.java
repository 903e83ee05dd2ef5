package dev.fanfare.server.admin;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fanfare.server.push.PlainRedis;
import dev.fanfare.testkit.client.RawHttp;
import dev.fanfare.testkit.client.RawWebSocket;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

/** Traces across two nodes on one Redis. */
class ClusterTraceTest {
    @Test
    void clientsOfOtherNodes_areShown_andTheEndOfANodeIsNoted() {
        try (var redis = new PlainRedis();
                var here = node(redis);
                var http = RawHttp.connect(here.internal())) {
            http.send(RawHttp.request("GET /admin/api/trace?channel=news&seconds=60", AdminServer.BEARER));
            assertThat(http.readHead().status()).isEqualTo(200);
            var events = new StringBuilder();
            try (var there = node(redis)) {
                while (events.toString().split("event: started", -1).length < 3) {
                    read(http, events);
                }
                try (var client = RawWebSocket.open(there.address(), "/connection/websocket")) {
                    client.send("{\"id\":1,\"connect\":{}}\n{\"id\":2,\"subscribe\":{\"channel\":\"news\"}}");
                    client.receiveText();
                    await(http, events, "\"name\":\"subscribe\"");
                }
            }
            await(http, events, "the node does not answer; its part of the trace has ended");
        }
    }

    private static void await(RawHttp http, StringBuilder events, String text) {
        while (events.indexOf(text) < 0) {
            read(http, events);
        }
    }

    private static void read(RawHttp http, StringBuilder events) {
        events.append(new String(http.readChunk(), StandardCharsets.UTF_8));
    }

    private static AdminServer node(PlainRedis redis) {
        return new AdminServer("engine: {type: redis, redis: {address: [\"" + redis.url() + "\"]}}\n");
    }
}
