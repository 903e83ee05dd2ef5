package dev.fanfare.server.token;

import java.time.Duration;
import java.time.InstantSource;

/** When a token is accepted (RFC 7519, 4.1.4 to 4.1.6). Immutable. */
record TimeRules(InstantSource clock, Duration leeway) {
    void check(ClaimReader claims) {
        var now = clock.instant();
        if (claims.time("exp").filter(exp -> !now.isBefore(exp.plus(leeway))).isPresent()) {
            throw InvalidTokenException.expired("the token has expired");
        }
        if (claims.time("nbf").filter(nbf -> now.plus(leeway).isBefore(nbf)).isPresent()) {
            throw InvalidTokenException.expired("the token is not valid yet");
        }
        if (claims.time("iat").filter(iat -> now.plus(leeway).isBefore(iat)).isPresent()) {
            throw InvalidTokenException.expired("the token was issued later than now: do the clocks differ?");
        }
    }
}
