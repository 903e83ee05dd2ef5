package dev.fanfare.app.internal.route;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.fanfare.model.http.Headers;
import dev.fanfare.model.http.HttpRequest;
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
    void origin_sameHost_isPermittedBehindTlsProxy() {
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
    void pattern_invalidOrigin_isRejected(String pattern) {
        assertThatThrownBy(() -> new OriginRule(Set.of(pattern)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("'" + pattern + "'");
    }

    @ParameterizedTest
    @CsvSource({
        "'',                                                              true",
        "Origin: https://served.example,                                  true",
        "Origin: https://evil.example,                                    false",
        "Origin: null,                                                    false",
        "Origin: https://listed.example,                                  true",
        "Sec-Fetch-Site: same-origin,                                     true",
        "Sec-Fetch-Site: none,                                            true",
        "Sec-Fetch-Site: same-site,                                       false",
        "Sec-Fetch-Site: cross-site,                                      false",
        "Sec-Fetch-Site: same-origin | Origin: null,                      true",
        "Sec-Fetch-Site: same-origin | Origin: https://proxied.example,   true",
        "Sec-Fetch-Site: cross-site | Origin: http://served.example,      false",
        "Sec-Fetch-Site: cross-site | Origin: https://listed.example,     true",
        "Sec-Fetch-Site: same-origin | Sec-Fetch-Site: cross-site,        false",
        "Authorization: Bearer x | Origin: https://evil.example,          true",
        "Authorization: apikey x | Origin: https://evil.example,          true",
        "X-API-Key: x | Sec-Fetch-Site: cross-site,                       true",
        "Authorization: Basic x | Origin: https://evil.example,           false",
        "Cookie: x=y | Origin: https://evil.example,                      false",
    })
    void action_dependsOnTheSiteOfThePage(String fields, boolean permitted) {
        var headers = Headers.of("host", "served.example");
        for (var field : fields.isEmpty() ? new String[0] : fields.split("\\|")) {
            var parts = field.split(":", 2);
            headers = headers.with(parts[0].strip(), parts[1].strip());
        }
        var rule = new OriginRule(Set.of("https://listed.example"));

        assertThat(rule.permitsAction(request("POST", headers))).isEqualTo(permitted);
        assertThat(rule.permitsAction(request("GET", headers))).isTrue();
    }

    private static HttpRequest request(String method, Headers headers) {
        var address = InetSocketAddress.createUnresolved("peer", 1);
        return new HttpRequest(method, "/", "", headers, address);
    }

    private static boolean permits(Set<String> allowed, String host, String origin) {
        var headers = Headers.of("host", host).with("origin", origin);
        return new OriginRule(allowed).permits(request("GET", headers));
    }
}
