package dev.fanfare.core.protocol;

import dev.fanfare.model.channel.Push;

/**
 * Which of a channel's pushes a client gets. Immutable, thread-safe; selections that are equal are looked at once for all their
 * clients, so an implementation has equality by value. What is left out still counts for positions: it is not missed.
 */
@FunctionalInterface
public interface PushSelection {
    /** Everything. */
    PushSelection ALL = push -> true;

    /** True when the client gets the push. Does not throw. */
    boolean includes(Push push);
}
