package dev.fanfare.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fanfare.model.http.Headers;
import dev.fanfare.model.http.HttpRequest;
import dev.fanfare.model.http.HttpResponse;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LoopbackGuardTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "localhost",
                "localhost:8000",
                "LocalHost:1",
                "127.0.0.1",
                "127.0.0.1:8000",
                "[::1]",
                "[::1]:8000"
            })
    void loopbackHost_passes(String host) {
        assertThat(check(Headers.of("host", host))).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "evil.example",
                "evil.example:8000",
                "localhost.evil.example",
                "127.0.0.1.evil.example",
                "evil.example:localhost",
                "localhost:80:evil",
                "0.0.0.0",
                "::1",
                "[::1].evil.example",
                "192.168.0.1:8000"
            })
    void otherHost_isRejectedWith403(String host) {
        assertThat(check(Headers.of("host", host)).map(HttpResponse::status)).contains(403);
    }

    @Test
    void missingOrRepeatedHost_isRejectedWith403() {
        assertThat(check(Headers.empty()).map(HttpResponse::status)).contains(403);
        assertThat(check(Headers.of("host", "localhost").with("host", "localhost"))
                        .map(HttpResponse::status))
                .contains(403);
    }

    private static Optional<HttpResponse> check(Headers headers) {
        var address = new InetSocketAddress(InetAddress.getLoopbackAddress(), 1);
        return new LoopbackGuard().check(new HttpRequest("GET", "/", "", headers, address));
    }
}
