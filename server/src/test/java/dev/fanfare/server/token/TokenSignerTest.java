package dev.fanfare.server.token;

import static dev.fanfare.server.token.Tokens.CLOCK;
import static dev.fanfare.server.token.Tokens.HMAC;
import static dev.fanfare.server.token.Tokens.NOW;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class TokenSignerTest {
    private static final SubscriptionOverrides OVERRIDES = new SubscriptionOverrides(
            Optional.of(ClaimBytes.of(new byte[] {-1, 0})),
            Optional.of(ClaimBytes.utf8("[1.50]")),
            Optional.of(true),
            Optional.of(false),
            Optional.of(true),
            Optional.empty(),
            Optional.of(false));

    @Test
    void connectionToken_isVerifiedAsItWasMade() {
        var claims = ConnectionClaims.of("42")
                .withExpireAt(NOW.plusSeconds(60))
                .withInfo(ClaimBytes.utf8("{\"name\":\"é\"}"))
                .withMeta(ClaimBytes.utf8("{\"plan\":1}"))
                .withChannels(List.of("a", "b"))
                .withSubs(Map.of("c", OVERRIDES, "d", SubscriptionOverrides.none()));

        assertThat(verified(HMAC, claims)).isEqualTo(claims);
        assertThat(verified(HMAC, ConnectionClaims.of(""))).isEqualTo(ConnectionClaims.of(""));
    }

    @Test
    void subscriptionToken_isVerifiedAsItWasMade() {
        var claims = SubscriptionClaims.of("42", "news")
                .withClient("c1")
                .withExpireAt(NOW.plusSeconds(60))
                .withOverrides(OVERRIDES);
        try (var verifier = new TokenVerifier(HMAC, CLOCK)) {
            assertThat(Tokens.now(verifier.subscription(new TokenSigner(HMAC, CLOCK).subscription(claims))))
                    .isEqualTo(claims);
        }
    }

    @Test
    void token_fitsTheSettings() {
        var settings = HMAC.withIssuer(ClaimMatch.exactly("me"))
                .withAudience(ClaimMatch.exactly("you"))
                .withUserIdClaim("account.id");

        assertThat(verified(settings, ConnectionClaims.of("42")).user()).isEqualTo("42");
    }

    @Test
    void signer_whenSettingsAreUnfit_isRefused() {
        assertRefused(TokenSettings.none(), "tokens are made by the HMAC secret, and none is configured");
        assertRefused(HMAC.withHmac("short"), "an HMAC secret has at least 32 bytes");
        assertRefused(
                HMAC.withIssuer(ClaimMatch.regex("x+")),
                "tokens can't be made for an issuer or audience that is a regular expression");
    }

    @Test
    void meta_thatIsNoJson_isRefused() {
        var claims = ConnectionClaims.of("42").withMeta(ClaimBytes.utf8("no"));

        assertThatThrownBy(() -> new TokenSigner(HMAC, CLOCK).connection(claims))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("meta is not JSON");
    }

    private static ConnectionClaims verified(TokenSettings settings, ConnectionClaims claims) {
        return Tokens.connection(settings, new TokenSigner(settings, CLOCK).connection(claims));
    }

    private static void assertRefused(TokenSettings settings, String words) {
        assertThatThrownBy(() -> new TokenSigner(settings, CLOCK))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(words);
    }
}
