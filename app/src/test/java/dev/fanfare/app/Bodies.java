package dev.fanfare.app;

import dev.fanfare.testkit.client.RawHttp;
import dev.fanfare.testkit.client.RawResponse;
import java.nio.charset.StandardCharsets;

/** Requests with bodies. */
final class Bodies {
    private Bodies() {}

    /** The response to a request of this body; each character is one byte. */
    static RawResponse send(TestApp test, String methodAndPath, String contentType, String body) {
        try (var http = RawHttp.connect(test.address())) {
            http.send(RawHttp.request(
                            methodAndPath,
                            "Content-Type: " + contentType,
                            "Content-Length: " + body.getBytes(StandardCharsets.ISO_8859_1).length)
                    + body);
            return http.read();
        }
    }
}
