package dev.fanfare.core.port;

import dev.fanfare.core.channel.Push;

/** What a {@link Broker} calls. Must return soon: the broker may hold the channel's lock meanwhile. */
@FunctionalInterface
public interface BrokerListener {
    /**
     * Hands over the next push of a channel. Called one at a time per channel, in the channel's order, on any thread;
     * concurrently for different channels. Does not throw.
     */
    void onPush(String channel, Push push);
}
