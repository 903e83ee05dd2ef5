package dev.fanfare.engine.redis;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class RedisSettingsTest {
    @Test
    void of_noServer_namesTheForm() {
        assertThatThrownBy(RedisSettings::of)
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("servers must contain at least one address such as redis://host:6379, got none");
    }

    @Test
    void of_noScheme_namesTheAddressAndTheForms() {
        assertThatThrownBy(() -> RedisSettings.of("localhost:6379"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("must be a URL such as redis://host:6379")
                .hasMessageContaining("got localhost:6379");
    }

    @Test
    void of_invalidAddress_hidesThePassword() {
        assertThatThrownBy(() -> RedisSettings.of("http://user:secret@host:6379"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("http://***@host:6379")
                .hasMessageNotContaining("secret");
    }

    @Test
    void of_sameServerTwice_namesTheServers() {
        assertThatThrownBy(() -> RedisSettings.of("redis://:secret@host", "redis://:secret@host"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("each address once, got [redis://***@host, redis://***@host]");
    }

    @Test
    void of_clusterAmongServers_isRejected() {
        assertThatThrownBy(() -> RedisSettings.of("redis://host", "redis-cluster://:secret@host"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("a cluster must be the only address")
                .hasMessageNotContaining("secret");
    }
}
