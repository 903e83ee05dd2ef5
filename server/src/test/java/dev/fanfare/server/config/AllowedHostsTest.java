package dev.fanfare.server.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.fanfare.config.ConfigException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Host names that a server serves. */
class AllowedHostsTest {
    @ParameterizedTest
    @CsvSource({
        "example.com,       example.com,        true",
        "example.com,       EXAMPLE.com:8000,   true",
        "Example.com,       example.com,        true",
        "example.com,       www.example.com,    false",
        "example.com,       example.com.evil,   false",
        "*.example.com,     www.example.com,    true",
        "*.example.com,     a.b.example.com:1,  true",
        "*.example.com,     example.com,        false",
        "*.example.com,     evilexample.com,    false",
        "[::1],             [::1]:8000,         true",
        "[::1],             [::2]:8000,         false",
        "example.com,       '',                 false",
    })
    void host_matchesPattern(String pattern, String host, boolean permitted) {
        assertThat(new AllowedHosts(List.of(pattern)).permits(host)).isEqualTo(permitted);
        assertThat(new AllowedHosts(List.of()).permits(host)).isTrue();
    }

    @Test
    void pattern_invalidHostName_isAnError() {
        assertThatThrownBy(() -> ServerConfig.LOADER.load(
                        "http-server: {allowed-hosts: [\"https://example.com\"]}", Map.of(), Map.of()))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("must be host names such as example.com");
    }
}
