package dev.fanfare.server.token;

import static dev.fanfare.server.token.Tokens.HMAC;
import static dev.fanfare.server.token.Tokens.connection;
import static dev.fanfare.server.token.Tokens.signed;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class AudienceAndIssuerTest {
    @Test
    void audience_whenNoneIsConfigured_mayBeAnything() {
        assertThat(connection("{\"sub\":\"42\",\"aud\":\"somebody\"}").user()).isEqualTo("42");
    }

    @Test
    void audience_whenConfigured_hasToBeAmongThem() {
        var settings = HMAC.withAudience(ClaimMatch.exactly("us"));

        assertThat(connection(settings, signed("{\"sub\":\"42\",\"aud\":\"us\"}"))
                        .user())
                .isEqualTo("42");
        assertThat(connection(settings, signed("{\"sub\":\"42\",\"aud\":[\"them\",\"us\"]}"))
                        .user())
                .isEqualTo("42");
        for (var wrong : List.of("{}", "{\"aud\":[]}", "{\"aud\":\"them\"}", "{\"aud\":\"us too\"}")) {
            assertThatThrownBy(() -> connection(settings, signed(wrong)))
                    .hasMessage("the token is meant for another audience");
        }
    }

    @Test
    void issuer_whenConfigured_hasToBeThis() {
        var settings = HMAC.withIssuer(ClaimMatch.exactly("https://login.example"));

        assertThat(connection(settings, signed("{\"sub\":\"42\",\"iss\":\"https://login.example\"}"))
                        .user())
                .isEqualTo("42");
        for (var wrong : List.of("{}", "{\"iss\":\"https://login.example.evil\"}", "{\"iss\":\"\"}")) {
            assertThatThrownBy(() -> connection(settings, signed(wrong))).hasMessage("the token is of another issuer");
        }
    }

    @Test
    void regex_matchesAllOfTheText() {
        var issuer = ClaimMatch.regex("https://(?P<tenant>[a-z]+)\\.example");

        assertThat(issuer.match(List.of("https://a.example"))).contains(Map.of("tenant", "a"));
        assertThat(issuer.match(List.of("no", "https://b.example"))).contains(Map.of("tenant", "b"));
        assertThat(issuer.match(List.of("https://a.example.evil"))).isEmpty();
        assertThat(issuer.match(List.of("x https://a.example"))).isEmpty();
        assertThat(issuer.match(List.of())).isEmpty();
        assertThat(issuer.groups()).containsExactly("tenant");
    }

    @Test
    void regex_isNotTriedOnLongTexts() {
        assertThat(ClaimMatch.regex("(a|b)*").match(List.of("a".repeat(1025)))).isEmpty();
        assertThat(ClaimMatch.regex("(a|b)*").match(List.of("a".repeat(1024)))).isPresent();
    }

    @Test
    void regex_whenConfigured_holdsForIssuerAndAudience() {
        var settings = HMAC.withIssuer(ClaimMatch.regex("i.")).withAudience(ClaimMatch.regex("a."));

        assertThat(connection(settings, signed("{\"iss\":\"i1\",\"aud\":[\"x\",\"a1\"]}"))
                        .user())
                .isEmpty();
        assertThatThrownBy(() -> connection(settings, signed("{\"iss\":\"i12\",\"aud\":\"a1\"}")))
                .hasMessage("the token is of another issuer");
        assertThatThrownBy(() -> connection(settings, signed("{\"iss\":\"i1\",\"aud\":\"xa1\"}")))
                .hasMessage("the token is meant for another audience");
    }
}
