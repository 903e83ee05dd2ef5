package dev.fanfare.model.access;

import dev.fanfare.model.channel.Payload;
import org.jspecify.annotations.Nullable;

/**
 * A request of a client to subscribe to a channel. Immutable.
 *
 * @param token empty if the client sent none
 * @param data sent by the client; null if it sent none
 */
public record SubscriptionAttempt(
        String channel, String token, @Nullable Payload data) {}
