package dev.fanfare.core.port;

import dev.fanfare.model.channel.Push;
import java.util.function.Predicate;

/** What a {@link Broker} calls. Must return soon: the broker may hold the channel's lock meanwhile. */
@FunctionalInterface
public interface BrokerListener {
    /**
     * Hands over the next push of a channel. Called one at a time per channel, in the channel's order, on any thread;
     * concurrently for different channels. Does not throw.
     */
    void onPush(String channel, Push push);

    /**
     * The broker was away: of any channel, pushes may be missing from here on, and a history may have lost its end.
     * Nothing that was accepted before is handed over after this call, which does not overlap one of {@link #onPush}.
     * Does not throw. Listeners that keep no positions need not care.
     */
    default void onInterrupted() {}

    /**
     * The same of those channels alone: a broker whose channels live on several systems says it of the ones that were
     * away.
     *
     * @param affected true for their names; may be asked until this returns
     */
    default void onInterrupted(Predicate<String> affected) {
        onInterrupted();
    }
}
