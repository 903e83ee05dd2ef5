package dev.fanfare.server.token;

import static dev.fanfare.server.token.Tokens.NOW;
import static dev.fanfare.server.token.Tokens.connection;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.fanfare.app.jwt.InvalidTokenException;
import java.time.temporal.ChronoUnit;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

class TokenTimesTest {
    @Test
    void token_atItsExpiry_isExpired() {
        assertThat(connection(at("exp", 1)).expireAt()).contains(NOW.plusSeconds(1));
        assertExpired(() -> connection(at("exp", 0)), "the token expired at " + NOW);
        assertExpired(() -> connection("{\"exp\":0}"), "the token expired at 1970-01-01T00:00:00Z");
        assertThat(connection("{\"exp\":" + NOW.getEpochSecond() + ".5}").expireAt())
                .contains(NOW.plusMillis(500));
        assertThat(connection("{\"exp\":" + NOW.getEpochSecond() + ".123}")
                        .expireAt()
                        .orElseThrow())
                .isCloseTo(NOW.plusMillis(123), within(1, ChronoUnit.MICROS));
    }

    @Test
    void token_atItsStart_isAccepted() {
        assertThat(connection(at("nbf", 0)).user()).isEmpty();
        assertExpired(() -> connection(at("nbf", 1)), "the token is not valid before " + NOW.plusSeconds(1));
    }

    @Test
    void token_issuedInTheFuture_isRejected() {
        assertThat(connection(at("iat", 0)).user()).isEmpty();
        assertExpired(
                () -> connection(at("iat", 1)),
                "the token was issued at " + NOW.plusSeconds(1) + ", which is in the future: compare the clocks");
    }

    @Test
    void forgedExpiredToken_isInvalid() {
        var forged = Tokens.signed("another secret of more than 32 bytes of text", at("exp", -5));

        assertThatThrownBy(() -> connection(Tokens.HMAC, forged))
                .satisfies(
                        failure -> assertThat(InvalidTokenException.of(failure).reason())
                                .isEqualTo(InvalidTokenException.Reason.INVALID));
    }

    private static String at(String claim, long seconds) {
        return "{\"" + claim + "\":" + NOW.plusSeconds(seconds).getEpochSecond() + "}";
    }

    private static void assertExpired(ThrowingCallable call, String words) {
        assertThatThrownBy(call)
                .isInstanceOf(InvalidTokenException.class)
                .hasMessage(words)
                .satisfies(
                        failure -> assertThat(InvalidTokenException.of(failure).reason())
                                .isEqualTo(InvalidTokenException.Reason.EXPIRED));
    }
}
