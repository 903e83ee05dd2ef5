package dev.fanfare.simulation.client;

import dev.fanfare.model.channel.StreamPosition;
import org.jspecify.annotations.Nullable;

/** The state of one reader of a channel, as the reader observes it. Confined to the thread that runs the simulation. */
public interface Reading {
    ChannelPlan plan();

    /** Returns the name of the reader. */
    String reader();

    /** True while the reader should be subscribed. */
    boolean isActive();

    /** True from the reply until the subscription ends. */
    boolean isSubscribed();

    /** The position; null for none. */
    @Nullable
    StreamPosition position();

    /** Returns how often it received this publication, if it is the latest. */
    int timesGot(String data);
}
