package dev.fanfare.server.api;

import dev.fanfare.core.node.ClientChannels;
import dev.fanfare.model.access.Expiry;
import dev.fanfare.model.access.Grant;
import dev.fanfare.model.access.Overrides;
import dev.fanfare.model.client.CloseReason;
import dev.fanfare.model.client.DisconnectReason;
import dev.fanfare.protocol.centrifuge.client.LiveClients;
import dev.fanfare.protocol.centrifuge.client.LiveClients.Target;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** What a backend does to clients that are connected. Thread-safe; other nodes are told and not waited for. */
final class ClientMethods {
    private static final int MAX_REASON_BYTES = 123;
    /** The end of the year 9999. */
    private static final long LAST_SECOND = 253_402_300_799L;

    private final ClientChannels channels;
    private final LiveClients clients;

    ClientMethods(ClientChannels channels, LiveClients clients) {
        this.channels = channels;
        this.clients = clients;
    }

    CompletionStage<ApiResult> subscribe(ApiFields fields) {
        var channel = fields.required("channel");
        channels.options(channel);
        return done(clients.subscribe(target(fields), channel, grant(fields), fields.since()));
    }

    CompletionStage<ApiResult> unsubscribe(ApiFields fields) {
        return done(clients.unsubscribe(target(fields), fields.text("channel")));
    }

    CompletionStage<ApiResult> disconnect(ApiFields fields) {
        return done(
                clients.disconnect(target(fields), reason(fields.disconnect()), Set.copyOf(fields.list("whitelist"))));
    }

    CompletionStage<ApiResult> refresh(ApiFields fields) {
        return done(
                fields.flag("expired")
                        ? clients.disconnect(target(fields), DisconnectReason.EXPIRED.reason(), Set.of())
                        : clients.refresh(target(fields), expiry(fields)));
    }

    private static CompletionStage<ApiResult> done(CompletionStage<Void> told) {
        return told.thenApply(nothing -> ApiResult.DONE);
    }

    /** The user must be named, if only by an empty name: forgetting it shall not hit all who are anonymous. */
    private static Target target(ApiFields fields) {
        if (!fields.has("user")) {
            throw ApiException.badRequest("user is missing");
        }
        if (fields.has("session")) {
            // Passed over, it would hit all clients of the user where one was meant.
            throw ApiException.badRequest("session is not known here: name the client");
        }
        return new Target(fields.text("user"), fields.text("client"));
    }

    private static Grant grant(ApiFields fields) {
        var overrides = new Overrides(
                fields.override("presence"),
                fields.override("join_leave"),
                fields.override("force_recovery"),
                fields.override("force_positioning"),
                fields.override("force_push_join_leave"));
        return new Grant(
                        fields.payload("info"),
                        askedAt(expiry(fields)),
                        fields.payload("data"),
                        true,
                        true,
                        true,
                        true,
                        true,
                        false,
                        Overrides.NONE)
                .withOverrides(overrides);
    }

    /** No client has a token for what it did not subscribe by itself. */
    private static Expiry askedAt(Expiry expiry) {
        return expiry.at() == null ? expiry : Expiry.renewAt(expiry.at());
    }

    private static Expiry expiry(ApiFields fields) {
        long at = fields.number("expire_at");
        if (at < 0 || at > LAST_SECOND) {
            throw ApiException.badRequest("expire_at is a time in seconds, not " + at);
        }
        return at == 0 ? Expiry.NEVER : Expiry.at(Instant.ofEpochSecond(at));
    }

    private static CloseReason reason(@Nullable ApiFields fields) {
        if (fields == null || fields.number("code") == 0) {
            return DisconnectReason.FORCED.reason();
        }
        long code = fields.number("code");
        var words = fields.text("reason");
        if (code < 3000 || code > 4999) {
            throw ApiException.badRequest("a disconnect code is 3000 to 4999, not " + code);
        }
        if (words.getBytes(StandardCharsets.UTF_8).length > MAX_REASON_BYTES) {
            throw ApiException.badRequest("a disconnect reason has at most " + MAX_REASON_BYTES + " bytes");
        }
        return new CloseReason((int) code, words);
    }
}
