package dev.fanfare.server.api;

import static java.util.Objects.requireNonNullElse;

import dev.fanfare.core.node.ClientChannels;
import dev.fanfare.model.access.Expiry;
import dev.fanfare.model.access.Grant;
import dev.fanfare.model.client.CloseReason;
import dev.fanfare.model.client.DisconnectReason;
import dev.fanfare.protocol.centrifuge.client.LiveClients;
import dev.fanfare.protocol.centrifuge.client.LiveClients.Target;
import dev.fanfare.server.json.JsonBinding;
import dev.fanfare.server.json.OverrideFields;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** The methods that change connected clients. Thread-safe. They notify the other nodes and do not wait for confirmation. */
final class ClientMethods {
    private final ClientChannels channels;
    private final LiveClients clients;

    ClientMethods(ClientChannels channels, LiveClients clients) {
        this.channels = channels;
        this.clients = clients;
    }

    CompletionStage<ApiResult> subscribe(ApiRequest.Subscribe request) {
        var channel = ApiRequest.require("channel", request.channel());
        channels.options(channel);
        var since = ApiRequest.Position.of(request.recoverSince());
        return done(clients.subscribe(target(request), channel, grant(request), since));
    }

    CompletionStage<ApiResult> unsubscribe(ApiRequest.Unsubscribe request) {
        return done(clients.unsubscribe(target(request), requireNonNullElse(request.channel(), "")));
    }

    CompletionStage<ApiResult> disconnect(ApiRequest.Disconnect request) {
        var spared = Set.copyOf(requireNonNullElse(request.whitelist(), List.of()));
        return done(clients.disconnect(requireNamed(target(request)), reason(request.disconnect()), spared));
    }

    CompletionStage<ApiResult> refresh(ApiRequest.Refresh request) {
        var target = target(request);
        if (request.expired()) {
            return done(clients.disconnect(requireNamed(target), DisconnectReason.EXPIRED.reason(), Set.of()));
        }
        var at = JsonBinding.time("expire_at", request.expireAt());
        return done(clients.refresh(target, at == null ? Expiry.NEVER : Expiry.at(at)));
    }

    private static CompletionStage<ApiResult> done(CompletionStage<Void> sent) {
        return sent.thenApply(nothing -> ApiResult.DONE);
    }

    /** The user is required, even if it is empty: a request that lacks it by mistake must not affect all anonymous clients. */
    private static Target target(ApiRequest.OfUser request) {
        var user = request.user();
        if (user == null) {
            throw ApiException.badRequest("user is required; use an empty string for anonymous clients");
        }
        if (request.session() != null) {
            // If it were ignored, the request would affect all clients of the user.
            throw ApiException.badRequest("session is not supported; use client");
        }
        return new Target(user, requireNonNullElse(request.client(), ""));
    }

    /** Rejects the disconnect of all anonymous clients, because an empty user is more likely to be a mistake. */
    private static Target requireNamed(Target target) {
        if (target.user().isEmpty() && target.client().isEmpty()) {
            throw ApiException.badRequest(
                    "user must not be empty, because all anonymous clients would be disconnected; set client to select one client");
        }
        return target;
    }

    /** The server renews the subscription, because the client has no token for it. */
    private static Grant grant(ApiRequest.Subscribe request) {
        var at = JsonBinding.time("expire_at", request.expireAt());
        return new Grant(
                        JsonBinding.data("info", request.info(), request.b64info()),
                        at == null ? Expiry.NEVER : Expiry.renewAt(at),
                        JsonBinding.data("data", request.data(), request.b64data()),
                        true,
                        true,
                        true,
                        true,
                        true,
                        false,
                        Grant.OPEN.overrides())
                .withOverrides(OverrideFields.of(request.override()));
    }

    private static CloseReason reason(ApiRequest.Disconnect.@Nullable Reason reason) {
        if (reason == null || reason.code() == 0) {
            return DisconnectReason.FORCED.reason();
        }
        try {
            return CloseReason.custom(reason.code(), requireNonNullElse(reason.reason(), ""));
        } catch (IllegalArgumentException invalid) {
            throw ApiException.badRequest(String.valueOf(invalid.getMessage()));
        }
    }
}
