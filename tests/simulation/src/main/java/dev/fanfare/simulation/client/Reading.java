package dev.fanfare.simulation.client;

import dev.fanfare.model.channel.StreamPosition;
import dev.fanfare.simulation.system.LogEntry;
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

    /** Checks that the reader has received exactly the publications up to this one since it began or was notified of a loss. */
    void requireComplete(LogEntry last);

    /** Returns how often it received this publication, if it is the latest. */
    int timesGot(String data);
}
