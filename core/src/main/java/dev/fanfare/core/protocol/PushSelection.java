package dev.fanfare.core.protocol;

import dev.fanfare.model.channel.Push;

/**
 * Selects the pushes of a channel that a client receives. Immutable. Implementations define equality by value, because
 * clients with equal selections are served together. Positions advance over pushes that are not selected.
 */
@FunctionalInterface
public interface PushSelection {
    /** Selects every push. */
    PushSelection ALL = push -> true;

    /** Returns true if the client receives the push. Must not throw. */
    boolean includes(Push push);
}
