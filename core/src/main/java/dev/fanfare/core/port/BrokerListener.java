package dev.fanfare.core.port;

import dev.fanfare.model.channel.Push;
import java.util.function.Predicate;

/**
 * Receives pushes from a {@link Broker}. Methods must return promptly, because the broker may hold the channel's lock.
 */
@FunctionalInterface
public interface BrokerListener {
    /**
     * Receives the next push of a channel. Called one at a time per channel, in the channel's order, on any thread;
     * concurrently for different channels. Must not throw.
     */
    void onPush(String channel, Push push);

    /**
     * Called after the broker was unreachable: pushes of any channel may be missing, and histories may have lost their
     * latest publications. No push accepted before the interruption is delivered after this call, and the call does not
     * overlap {@link #onPush}. Must not throw. Listeners without positions can ignore it.
     */
    default void onInterrupted() {}

    /**
     * Called after part of the broker was unreachable. Brokers that distribute channels over several systems report the
     * affected channels.
     *
     * @param affected returns true for affected channels; valid until this method returns
     */
    default void onInterrupted(Predicate<String> affected) {
        onInterrupted();
    }
}
