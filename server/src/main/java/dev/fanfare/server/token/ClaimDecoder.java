package dev.fanfare.server.token;

import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** Makes values of the claims of a token whose signature is good. Immutable. */
record ClaimDecoder(String userIdClaim) {
    ConnectionClaims connection(ClaimReader claims) {
        if (claims.text("channel").filter(channel -> !channel.isEmpty()).isPresent()) {
            throw InvalidTokenException.invalid(
                    "a connection token has no claim channel: this is a subscription token");
        }
        return new ConnectionClaims(
                user(claims),
                expireAt(claims),
                claims.base64OrJson("b64info", "info"),
                claims.json("meta"),
                claims.strings("channels"),
                subs(claims));
    }

    SubscriptionClaims subscription(ClaimReader claims) {
        var channel = claims.text("channel")
                .filter(name -> !name.isEmpty())
                .orElseThrow(() -> InvalidTokenException.invalid("a subscription token has a claim channel"));
        return new SubscriptionClaims(
                user(claims),
                channel,
                claims.text("client").filter(client -> !client.isEmpty()),
                expireAt(claims),
                overrides(claims));
    }

    private String user(ClaimReader claims) {
        return (userIdClaim.equals("sub") ? claims.text("sub") : claims.user(userIdClaim)).orElse("");
    }

    /** {@code expire_at} rules over {@code exp}; 0 is never. */
    private static Optional<Instant> expireAt(ClaimReader claims) {
        var own = claims.time("expire_at");
        return own.isPresent() ? own.filter(at -> at.isAfter(Instant.EPOCH)) : claims.time("exp");
    }

    private static Map<String, SubscriptionOverrides> subs(ClaimReader claims) {
        var subs = new HashMap<String, SubscriptionOverrides>();
        claims.object("subs").ifPresent(channels -> {
            for (var channel : channels.names()) {
                subs.put(
                        channel,
                        channels.object(channel).map(ClaimDecoder::overrides).orElse(SubscriptionOverrides.none()));
            }
        });
        return subs;
    }

    private static SubscriptionOverrides overrides(ClaimReader claims) {
        var override = claims.object("override");
        return new SubscriptionOverrides(
                claims.base64OrJson("b64info", "info"),
                claims.base64OrJson("b64data", "data"),
                override(override, "presence"),
                override(override, "join_leave"),
                override(override, "force_recovery"),
                override(override, "force_positioning"),
                override(override, "force_push_join_leave"));
    }

    /** {@code {"value": true}}; without a value it is false. */
    private static Optional<Boolean> override(Optional<ClaimReader> overrides, String name) {
        return overrides
                .flatMap(all -> all.object(name))
                .map(one -> one.bool("value").orElse(false));
    }
}
