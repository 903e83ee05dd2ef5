package dev.fanfare.server.token;

import dev.fanfare.app.jwt.TokenClaims;
import java.time.Instant;
import java.util.Base64;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Writes claims in the form that {@link ClaimDecoder} reads. Confined to one thread. */
record ClaimWriter(ObjectNode claims) {
    static ClaimWriter create() {
        return new ClaimWriter(TokenClaims.JSON.createObjectNode());
    }

    void text(String name, String text) {
        claims.put(name, text);
    }

    void time(String name, Instant time) {
        claims.put(name, time.getEpochSecond());
    }

    /** Writes valid JSON as it is, and all other bytes as base64. */
    void jsonOrBase64(String name, Optional<ClaimBytes> bytes) {
        bytes.ifPresent(value -> json(value)
                .ifPresentOrElse(
                        json -> claims.set(name, json),
                        () -> claims.put("b64" + name, Base64.getEncoder().encodeToString(value.toArray()))));
    }

    /** @throws IllegalArgumentException if the bytes are not JSON */
    void json(String name, ClaimBytes bytes) {
        claims.set(name, json(bytes).orElseThrow(() -> new IllegalArgumentException(name + " must be JSON")));
    }

    void connection(ConnectionClaims connection) {
        jsonOrBase64("info", connection.info());
        connection.meta().ifPresent(meta -> json("meta", meta));
        if (!connection.channels().isEmpty()) {
            var channels = claims.putArray("channels");
            connection.channels().forEach(channels::add);
        }
        if (!connection.subs().isEmpty()) {
            var subs = claims.putObject("subs");
            connection
                    .subs()
                    .forEach((channel, options) -> new ClaimWriter(subs.putObject(channel)).overrides(options));
        }
    }

    void subscription(SubscriptionClaims subscription) {
        text("channel", subscription.channel());
        subscription.client().ifPresent(client -> text("client", client));
        overrides(subscription.overrides());
    }

    private void overrides(SubscriptionOverrides options) {
        jsonOrBase64("info", options.info());
        jsonOrBase64("data", options.data());
        override("presence", options.presence());
        override("join_leave", options.joinLeave());
        override("force_recovery", options.forceRecovery());
        override("force_positioning", options.forcePositioning());
        override("force_push_join_leave", options.forcePushJoinLeave());
    }

    private void override(String name, Optional<Boolean> value) {
        value.ifPresent(
                on -> claims.withObjectProperty("override").putObject(name).put("value", on));
    }

    private static Optional<JsonNode> json(ClaimBytes bytes) {
        try {
            return Optional.of(TokenClaims.JSON.readTree(bytes.toArray()))
                    .filter(node -> !node.isMissingNode() && !node.isNull());
        } catch (JacksonException other) {
            return Optional.empty();
        }
    }
}
