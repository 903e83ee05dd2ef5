package dev.fanfare.server.token;

import static dev.fanfare.server.token.Tokens.CLOCK;
import static dev.fanfare.server.token.Tokens.HMAC;
import static dev.fanfare.server.token.Tokens.NOW;
import static dev.fanfare.server.token.Tokens.SECRET;
import static dev.fanfare.server.token.Tokens.options;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.fanfare.model.access.Overrides;
import dev.fanfare.model.channel.Payload;
import dev.fanfare.server.config.TokenOptions;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class TokenSignerTest {
    private static final SubscriptionOverrides OVERRIDES = new SubscriptionOverrides(
            Payload.binary(new byte[] {-1, 0}),
            Payload.validatedJson("[1.50]".getBytes(UTF_8)),
            new Overrides(true, false, true, null, false));

    @Test
    void connectionToken_isReadAsItWasWritten() {
        var claims = new ConnectionClaims(
                "42",
                Optional.of(NOW.plusSeconds(60)),
                Payload.validatedJson("{\"name\":\"é\"}".getBytes(UTF_8)),
                Payload.validatedJson("{\"plan\":1}".getBytes(UTF_8)),
                List.of("a", "b"),
                Map.of("c", OVERRIDES, "d", SubscriptionOverrides.NONE));

        assertThat(verified(HMAC, claims)).isEqualTo(claims);
        assertThat(verified(HMAC, ConnectionClaims.of(""))).isEqualTo(ConnectionClaims.of(""));
    }

    @Test
    void subscriptionToken_isReadAsItWasWritten() {
        var claims =
                new SubscriptionClaims("42", "news", Optional.of("c1"), Optional.of(NOW.plusSeconds(60)), OVERRIDES);
        try (var verifier = new TokenVerifier(HMAC, CLOCK)) {
            assertThat(Tokens.now(verifier.subscription(new TokenSigner(HMAC, CLOCK).subscription(claims))))
                    .isEqualTo(claims);
        }
    }

    @Test
    void token_matchesTheOptions() {
        var options =
                options("hmac-secret-key", SECRET, "issuer", "me", "audience", "you", "user-id-claim", "account.id");

        assertThat(verified(options, ConnectionClaims.of("42")).user()).isEqualTo("42");
    }

    @Test
    void signer_withoutAUsableSecret_isRejected() {
        assertRefused(options(), "creating a token requires an HMAC secret: set hmac-secret-key");
    }

    private static ConnectionClaims verified(TokenOptions options, ConnectionClaims claims) {
        return Tokens.connection(options, new TokenSigner(options, CLOCK).connection(claims));
    }

    private static void assertRefused(TokenOptions options, String words) {
        assertThatThrownBy(() -> new TokenSigner(options, CLOCK))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(words);
    }
}
