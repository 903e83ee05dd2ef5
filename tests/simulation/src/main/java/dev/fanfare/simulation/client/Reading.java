package dev.fanfare.simulation.client;

import dev.fanfare.model.channel.StreamPosition;
import org.jspecify.annotations.Nullable;

/** The state of one reader of a channel, as the reader observes it. Confined to the thread that runs the simulation. */
public interface Reading {
    ChannelPlan plan();

    /** Returns the name of the reader. */
    String reader();

    /** True while the reader wants to be subscribed. */
    boolean isWanted();

    /** True from the answer until the subscription ends. */
    boolean isSubscribed();

    /** Where it stands; null when it has no position. */
    @Nullable
    StreamPosition position();

    /** How often it got this publication, provided that none followed. */
    int timesGot(String data);
}
