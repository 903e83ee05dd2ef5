package dev.fanfare.server.proxy;

import dev.fanfare.model.access.Expiry;
import dev.fanfare.model.access.Overrides;
import dev.fanfare.model.channel.Payload;
import dev.fanfare.server.json.JsonBinding;
import dev.fanfare.server.json.OverrideFields;
import org.jspecify.annotations.Nullable;

/**
 * The result of a subscribe proxy: the subscription is allowed. Immutable.
 *
 * @param info channel info; null for none
 * @param b64info channel info as base64; takes precedence
 * @param data for the client; null for none
 * @param b64data data as base64; takes precedence
 * @param override settings that differ from the channel's
 * @param expireAt time limit in seconds since 1970; 0 for none
 */
public record SubscribeAnswer(
        @Nullable Payload info,
        @Nullable String b64info,
        @Nullable Payload data,
        @Nullable String b64data,
        @Nullable OverrideFields override,
        long expireAt) {
    public SubscribeAnswer {
        info = JsonBinding.data("info", info, b64info);
        data = JsonBinding.data("data", data, b64data);
        JsonBinding.time("expire_at", expireAt);
    }

    /** The settings that differ from the channel's. */
    public Overrides overrides() {
        return OverrideFields.of(override);
    }

    /** The time limit, at which the backend is called again. */
    public Expiry expiry() {
        return renewAt(expireAt);
    }

    static Expiry renewAt(long seconds) {
        var at = JsonBinding.time("expire_at", seconds);
        return at == null ? Expiry.NEVER : Expiry.renewAt(at);
    }
}
