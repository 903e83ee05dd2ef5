package dev.fanfare.abuse;

import dev.fanfare.testkit.client.RawHttp;
import dev.fanfare.testkit.client.RawResponse;
import java.net.InetSocketAddress;

/** The HTTP API of the server under attack. Stateless. */
final class PushApi {
    private PushApi() {}

    /** Publishes JSON to a channel; fails unless the server accepts it. */
    static void publish(InetSocketAddress address, String channel, String json) {
        var response = post(address, "publish", "{\"channel\":\"" + channel + "\",\"data\":" + json + "}");
        if (response.status() != 200) {
            throw new AssertionError("the API does not publish: " + response);
        }
    }

    private static RawResponse post(InetSocketAddress address, String method, String body) {
        try (var http = RawHttp.connect(address)) {
            http.send(RawHttp.request(
                            "POST /api/" + method,
                            "X-API-Key: " + ServerYaml.API_KEY,
                            "Content-Type: application/json",
                            "Content-Length: " + body.length())
                    + body);
            return http.read();
        }
    }
}
