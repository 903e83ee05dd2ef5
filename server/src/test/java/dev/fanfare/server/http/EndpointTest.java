package dev.fanfare.server.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EndpointTest {
    @Test
    void userAndPassword_becomeBasicAuthorization() {
        var endpoint = new Endpoint("https://me:secret@example.com:8443/a%20b?key=1#part");

        assertThat(endpoint.authorization()).contains("Basic bWU6c2VjcmV0");
        assertThat(endpoint.request().build().uri()).hasToString("https://example.com:8443/a%20b?key=1");
    }

    @Test
    void text_hasNoSecrets() {
        assertThat(new Endpoint("http://me:secret@[::1]:80/path?key=1")).hasToString("http://[::1]:80/path");
        assertThat(new Endpoint("https://example.com")).hasToString("https://example.com");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "/path", "file:///etc/keys", "ftp://host/path", "https://", "https:///path", "a b"})
    void otherUrl_isRejected(String url) {
        assertThatThrownBy(() -> new Endpoint(url)).isInstanceOf(IllegalArgumentException.class);
    }
}
