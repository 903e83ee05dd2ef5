package dev.fanfare.simulation.client;

import dev.fanfare.model.channel.StreamPosition;
import org.jspecify.annotations.Nullable;

/** Somebody's interest in a channel, as it knows it itself. Confined to the thread that runs the simulation. */
public interface Reading {
    ChannelPlan plan();

    /** Whose it is. */
    String reader();

    /** True while it wants the channel. */
    boolean isWanted();

    /** True from the answer until the subscription ends. */
    boolean isSubscribed();

    /** Where it stands; null when it has no position. */
    @Nullable
    StreamPosition position();

    /** How often it got this publication, provided that none followed. */
    int timesGot(String data);
}
