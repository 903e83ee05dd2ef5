package dev.fanfare.server.token;

import static dev.fanfare.server.token.Tokens.NOW;
import static dev.fanfare.server.token.Tokens.connection;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.time.Duration;
import java.time.temporal.ChronoUnit;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

class TokenTimesTest {
    @Test
    void exp_isTheFirstMomentOfRefusal() {
        assertThat(connection(at("exp", 1)).expireAt()).contains(NOW.plusSeconds(1));
        assertExpired(() -> connection(at("exp", 0)), "the token has expired");
        assertExpired(() -> connection("{\"exp\":0}"), "the token has expired");
        assertThat(connection("{\"exp\":" + NOW.getEpochSecond() + ".5}").expireAt())
                .contains(NOW.plusMillis(500));
        assertThat(connection("{\"exp\":" + NOW.getEpochSecond() + ".123}")
                        .expireAt()
                        .orElseThrow())
                .isCloseTo(NOW.plusMillis(123), within(1, ChronoUnit.MICROS));
    }

    @Test
    void nbf_isTheFirstMomentOfAcceptance() {
        assertThat(connection(at("nbf", 0)).user()).isEmpty();
        assertExpired(() -> connection(at("nbf", 1)), "the token is not valid yet");
    }

    @Test
    void iat_isNotInTheFuture() {
        assertThat(connection(at("iat", 0)).user()).isEmpty();
        assertExpired(() -> connection(at("iat", 1)), "the token was issued later than now: do the clocks differ?");
    }

    @Test
    void leeway_movesAllOfThem() {
        var settings = Tokens.HMAC.withLeeway(Duration.ofSeconds(5));

        assertThat(connection(settings, Tokens.signed(at("exp", -4))).user()).isEmpty();
        assertThat(connection(settings, Tokens.signed(at("nbf", 5))).user()).isEmpty();
        assertThat(connection(settings, Tokens.signed(at("iat", 5))).user()).isEmpty();
        assertExpired(() -> connection(settings, Tokens.signed(at("exp", -5))), "the token has expired");
        assertExpired(() -> connection(settings, Tokens.signed(at("nbf", 6))), "the token is not valid yet");
    }

    @Test
    void expiry_ofAForgedToken_isNotToldBeforeItsSignature() {
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
