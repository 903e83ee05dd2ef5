package dev.fanfare.server.http;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.net.http.HttpRequest;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class OutboundClientTest {
    @Test
    void close_beforeTheFirstCall_failsAllCalls() {
        var client = new OutboundClient();
        client.close();

        var call = client.send(
                HttpRequest.newBuilder(URI.create("http://127.0.0.1:1/")).build(), Duration.ofMinutes(1), 0);

        assertThatThrownBy(call::join)
                .hasCauseInstanceOf(OutboundException.class)
                .hasMessageContaining("IllegalState");
    }
}
