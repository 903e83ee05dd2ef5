package dev.fanfare.server.proxy;

import static java.util.Objects.requireNonNullElse;

import dev.fanfare.model.access.Expiry;
import dev.fanfare.model.channel.Payload;
import dev.fanfare.server.json.JsonBinding;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The result of a connect proxy: the client is admitted. Immutable.
 *
 * @param user the user's id; empty for an anonymous client
 * @param expireAt time limit in seconds since 1970; 0 for none
 * @param info connection info; null for none
 * @param b64info connection info as base64; takes precedence
 * @param data for the client; null for none
 * @param b64data data as base64; takes precedence
 * @param meta data for later requests to the backend; null for none
 * @param channels server-side subscriptions
 * @param subs server-side subscriptions with settings
 */
public record ConnectAnswer(
        String user,
        long expireAt,
        @Nullable Payload info,
        @Nullable String b64info,
        @Nullable Payload data,
        @Nullable String b64data,
        @Nullable Payload meta,
        List<String> channels,
        Map<String, SubscribeAnswer> subs) {
    public ConnectAnswer {
        user = requireNonNullElse(user, "");
        info = JsonBinding.data("info", info, b64info);
        data = JsonBinding.data("data", data, b64data);
        channels = requireNonNullElse(channels, List.of());
        subs = requireNonNullElse(subs, Map.of());
        JsonBinding.time("expire_at", expireAt);
    }

    /** The time limit, at which the backend is called again. */
    public Expiry expiry() {
        return SubscribeAnswer.renewAt(expireAt);
    }
}
