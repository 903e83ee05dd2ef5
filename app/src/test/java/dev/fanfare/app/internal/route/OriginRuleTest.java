package dev.fanfare.app.internal.route;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.fanfare.model.http.Headers;
import dev.fanfare.model.http.HttpRequest;
import dev.fanfare.model.http.HttpRequest.RequestBody;
import java.net.InetSocketAddress;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The origins that a rule allows in addition to the server's own. */
class OriginRuleTest {
    @ParameterizedTest
    @CsvSource({
        "https://example.com,        https://example.com,          true",
        "https://Example.com,        https://EXAMPLE.com:443,      true",
        "https://example.com,        http://example.com,           false",
        "https://example.com,        https://a.example.com,        false",
        "https://*.example.com,      https://a.example.com,        true",
        "https://*.example.com,      https://a.b.example.com:443,  true",
        "https://*.example.com,      https://example.com,          false",
        "https://*.example.com,      https://evilexample.com,      false",
        "https://*.example.com,      https://evil.com/.example.com, false",
        "https://*.example.com,      https://evil.com#.example.com, false",
        "https://*.example.com,      https://a@b.example.com,      false",
        "https://*.example.com,      http://a.example.com,         false",
        "https://*.example.com:8443, https://a.example.com:8443,   true",
        "https://*.example.com,      https://a.example.com:8443,   false",
        "*,                          https://anything.example,     true",
        "*,                          null,                         true",
        "https://example.com,        null,                         false"
    })
    void origin_isPermittedByAPattern(String pattern, String origin, boolean permitted) {
        assertThat(permits(Set.of(pattern), "served.example", origin)).isEqualTo(permitted);
    }

    @Test
    void originOfTheHostItself_isPermitted_alsoBehindAProxyThatEndsTls() {
        assertThat(permits(Set.of(), "my_host:8000", "http://my_host:8000")).isTrue();
        assertThat(permits(Set.of(), "[::1]:8000", "http://[::1]:8000")).isTrue();
        assertThat(permits(Set.of(), "served.example", "https://served.example"))
                .isTrue();
        assertThat(permits(Set.of(), "served.example", "https://served.example:444"))
                .isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"example.com", "https://example.com/", "https://", "https://*", "https://*.*.a", "https://a.*.b"
            })
    void pattern_thatIsNoOrigin_isRefused(String pattern) {
        assertThatThrownBy(() -> new OriginRule(Set.of(pattern)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("'" + pattern + "'");
    }

    private static boolean permits(Set<String> allowed, String host, String origin) {
        var headers = Headers.of("host", host).with("origin", origin);
        var address = InetSocketAddress.createUnresolved("peer", 1);
        return new OriginRule(allowed)
                .permits(new HttpRequest("GET", "/", "", headers, RequestBody.of(new byte[0]), address));
    }
}
