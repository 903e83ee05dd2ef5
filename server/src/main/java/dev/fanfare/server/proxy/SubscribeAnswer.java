package dev.fanfare.server.proxy;

import dev.fanfare.model.access.Expiry;
import dev.fanfare.model.access.Overrides;
import dev.fanfare.model.channel.Payload;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A backend lets a client subscribe. Immutable.
 *
 * @param info what others are told of the client in the channel; null for nothing
 * @param data for the client; null for none
 * @param overrides what the subscription has otherwise than the channel says
 * @param expiry until when, and then the backend is asked
 */
public record SubscribeAnswer(
        @Nullable Payload info, @Nullable Payload data, Overrides overrides, Expiry expiry) {
    /** The end of the year 9999. */
    private static final long MAX_SECONDS = 253_402_300_799L;

    static SubscribeAnswer read(JsonObject result) {
        var overrides = result.object("override");
        return new SubscribeAnswer(
                result.payload("info"),
                result.payload("data"),
                new Overrides(
                        override(overrides, "presence"),
                        override(overrides, "join_leave"),
                        override(overrides, "force_recovery"),
                        override(overrides, "force_positioning"),
                        override(overrides, "force_push_join_leave")),
                expiry(result));
    }

    /** The field {@code expire_at}, in seconds since 1970; 0 for never. */
    static Expiry expiry(JsonObject result) {
        long seconds = result.number("expire_at");
        if (seconds > MAX_SECONDS) {
            throw BackendException.unreadable("expire_at is in seconds since 1970, not after the year 9999");
        }
        return seconds == 0 ? Expiry.NEVER : Expiry.renewAt(Instant.ofEpochSecond(seconds));
    }

    /** {@code {"value": true}}; without a value it is false. */
    private static @Nullable Boolean override(JsonObject overrides, String name) {
        return overrides.has(name) ? overrides.object(name).flag("value") : null;
    }
}
