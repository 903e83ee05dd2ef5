package dev.fanfare.server.token;

import static dev.fanfare.server.token.Tokens.SECRET;
import static dev.fanfare.server.token.Tokens.connection;
import static dev.fanfare.server.token.Tokens.options;
import static dev.fanfare.server.token.Tokens.signed;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class AudienceAndIssuerTest {
    @Test
    void audience_withoutConfiguration_isIgnored() {
        assertThat(connection("{\"sub\":\"42\",\"aud\":\"other\"}").user()).isEqualTo("42");
    }

    @Test
    void audience_mustContainTheConfiguredOne() {
        var options = options("hmac-secret-key", SECRET, "audience", "us");

        assertThat(connection(options, signed("{\"sub\":\"42\",\"aud\":\"us\"}"))
                        .user())
                .isEqualTo("42");
        assertThat(connection(options, signed("{\"sub\":\"42\",\"aud\":[\"them\",\"us\"]}"))
                        .user())
                .isEqualTo("42");
        for (var wrong : List.of("{}", "{\"aud\":[]}", "{\"aud\":\"them\"}", "{\"aud\":\"us too\"}")) {
            assertThatThrownBy(() -> connection(options, signed(wrong))).hasMessage("expected the audience us");
        }
    }

    @Test
    void issuer_mustBeTheConfiguredOne() {
        var options = options("hmac-secret-key", SECRET, "issuer", "https://login.example");

        assertThat(connection(options, signed("{\"sub\":\"42\",\"iss\":\"https://login.example\"}"))
                        .user())
                .isEqualTo("42");
        for (var wrong : List.of("{}", "{\"iss\":\"https://login.example.evil\"}", "{\"iss\":\"\"}")) {
            assertThatThrownBy(() -> connection(options, signed(wrong)))
                    .hasMessage("expected the issuer https://login.example");
        }
    }
}
