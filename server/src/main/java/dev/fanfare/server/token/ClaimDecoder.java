package dev.fanfare.server.token;

import dev.fanfare.app.jwt.InvalidTokenException;
import dev.fanfare.app.jwt.TokenClaims;
import dev.fanfare.model.access.Overrides;
import dev.fanfare.model.channel.Payload;
import dev.fanfare.server.json.JsonBinding;
import java.time.Instant;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
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
                data(claims, "info"),
                claims.json("meta").map(ClaimDecoder::json).orElse(null),
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
                        channels.object(channel).map(ClaimDecoder::overrides).orElse(SubscriptionOverrides.NONE));
            }
        });
        return subs;
    }

    private static SubscriptionOverrides overrides(TokenClaims claims) {
        var override = claims.object("override");
        var settings = new Overrides(
                flag(override, "presence"),
                flag(override, "join_leave"),
                flag(override, "force_recovery"),
                flag(override, "force_positioning"),
                flag(override, "force_push_join_leave"));
        return new SubscriptionOverrides(data(claims, "info"), data(claims, "data"), settings);
    }

    /** {@code {"value": true}}; a missing value is false. */
    private static @Nullable Boolean flag(Optional<TokenClaims> overrides, String name) {
        return overrides
                .flatMap(all -> all.object(name))
                .map(one -> one.bool("value").orElse(false))
                .orElse(null);
    }

    /** The bytes of the base64 claim {@code b64<name>} unless it is absent or empty, else the JSON of the claim; null for none. */
    private static @Nullable Payload data(TokenClaims claims, String name) {
        var base64 = claims.text("b64" + name).filter(text -> !text.isEmpty());
        if (base64.isEmpty()) {
            return claims.json(name).map(ClaimDecoder::json).orElse(null);
        }
        try {
            return JsonBinding.detect(Base64.getDecoder().decode(base64.get()));
        } catch (IllegalArgumentException malformed) {
            throw InvalidTokenException.invalid("claim " + claims.path() + "b64" + name + " is not base64");
        }
    }

    /** JSON on one line, because some protocols end a message at the end of a line. */
    private static Payload json(JsonNode json) {
        return Payload.validatedJson(TokenClaims.JSON.writeValueAsBytes(json));
    }
}
