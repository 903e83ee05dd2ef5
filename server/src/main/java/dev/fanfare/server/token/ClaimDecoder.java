package dev.fanfare.server.token;

import dev.fanfare.app.jwt.InvalidTokenException;
import dev.fanfare.app.jwt.TokenClaims;
import java.time.Instant;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/** Converts the claims of a verified token. Immutable. */
record ClaimDecoder(String userIdClaim) {
    ConnectionClaims connection(TokenClaims claims) {
        if (claims.text("channel").filter(channel -> !channel.isEmpty()).isPresent()) {
            throw InvalidTokenException.invalid(
                    "expected a connection token, got a subscription token: it has a claim channel");
        }
        return new ConnectionClaims(
                user(claims),
                expireAt(claims),
                bytes(claims, "info"),
                claims.json("meta").map(ClaimDecoder::bytes),
                claims.strings("channels"),
                subs(claims));
    }

    SubscriptionClaims subscription(TokenClaims claims) {
        var channel = claims.text("channel")
                .filter(name -> !name.isEmpty())
                .orElseThrow(() -> InvalidTokenException.invalid("a subscription token must have a claim channel"));
        return new SubscriptionClaims(
                user(claims),
                channel,
                claims.text("client").filter(client -> !client.isEmpty()),
                expireAt(claims),
                overrides(claims));
    }

    private String user(TokenClaims claims) {
        return (userIdClaim.equals("sub") ? claims.text("sub") : claims.user(userIdClaim)).orElse("");
    }

    /** {@code expire_at} takes precedence over {@code exp}; 0 means never. */
    private static Optional<Instant> expireAt(TokenClaims claims) {
        var own = claims.time("expire_at");
        return own.isPresent() ? own.filter(at -> at.isAfter(Instant.EPOCH)) : claims.time("exp");
    }

    private static Map<String, SubscriptionOverrides> subs(TokenClaims claims) {
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

    private static SubscriptionOverrides overrides(TokenClaims claims) {
        var override = claims.object("override");
        return new SubscriptionOverrides(
                bytes(claims, "info"),
                bytes(claims, "data"),
                override(override, "presence"),
                override(override, "join_leave"),
                override(override, "force_recovery"),
                override(override, "force_positioning"),
                override(override, "force_push_join_leave"));
    }

    /** {@code {"value": true}}; a missing value is false. */
    private static Optional<Boolean> override(Optional<TokenClaims> overrides, String name) {
        return overrides
                .flatMap(all -> all.object(name))
                .map(one -> one.bool("value").orElse(false));
    }

    /** The bytes of the base64 claim {@code b64<name>} unless it is absent or empty, else the JSON of the claim. */
    private static Optional<ClaimBytes> bytes(TokenClaims claims, String name) {
        var base64 = claims.text("b64" + name).filter(text -> !text.isEmpty());
        if (base64.isEmpty()) {
            return claims.json(name).map(ClaimDecoder::bytes);
        }
        try {
            return Optional.of(ClaimBytes.of(Base64.getDecoder().decode(base64.get())));
        } catch (IllegalArgumentException malformed) {
            throw InvalidTokenException.invalid("claim " + claims.path() + "b64" + name + " is not base64");
        }
    }

    /** JSON on one line, because some protocols end a message at the end of a line. */
    private static ClaimBytes bytes(JsonNode json) {
        return ClaimBytes.of(TokenClaims.JSON.writeValueAsBytes(json));
    }
}
