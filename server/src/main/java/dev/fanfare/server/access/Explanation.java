package dev.fanfare.server.access;

import org.jspecify.annotations.Nullable;

/**
 * What a user may do in a channel without a subscription token. Immutable. A backend is not asked.
 *
 * @param problem why the channel cannot exist; null if it can
 * @param namespace name of the namespace; empty for none
 */
public record Explanation(
        String channel,
        @Nullable String problem,
        String namespace,
        @Nullable Ruling subscribe,
        @Nullable Ruling publish,
        @Nullable Ruling presence,
        @Nullable Ruling history) {}
