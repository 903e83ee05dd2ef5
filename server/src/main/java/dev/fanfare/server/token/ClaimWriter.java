package dev.fanfare.server.token;

import dev.fanfare.app.jwt.TokenClaims;
import dev.fanfare.model.channel.Kind;
import dev.fanfare.model.channel.Payload;
import java.time.Instant;
import java.util.Base64;
import org.jspecify.annotations.Nullable;
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

    /** Writes JSON as it is, and all other data as base64. */
    private void data(String name, @Nullable Payload data) {
        if (data != null && data.kind() == Kind.JSON) {
            claims.set(name, TokenClaims.JSON.readTree(data.bytes()));
        } else if (data != null) {
            claims.put("b64" + name, Base64.getEncoder().encodeToString(data.bytes()));
        }
    }

    void connection(ConnectionClaims connection) {
        data("info", connection.info());
        data("meta", connection.meta());
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
        var settings = options.settings();
        data("info", options.info());
        data("data", options.data());
        override("presence", settings.presence());
        override("join_leave", settings.joinLeave());
        override("force_recovery", settings.forceRecovery());
        override("force_positioning", settings.forcePositioning());
        override("force_push_join_leave", settings.forcePushJoinLeave());
    }

    private void override(String name, @Nullable Boolean value) {
        if (value != null) {
            claims.withObjectProperty("override").putObject(name).put("value", value);
        }
    }
}
