package dev.fanfare.testkit.simulation.client;

import dev.fanfare.core.channel.StreamPosition;
import dev.fanfare.core.node.SubscribeResult;
import dev.fanfare.core.node.SubscribeResult.Subscribed;
import dev.fanfare.core.session.Unsubscribe;
import org.jspecify.annotations.Nullable;

/** What a client is told of a subscription. Immutable. */
sealed interface Told {
    /** It is subscribed, and was asked for since there. */
    record Answered(@Nullable StreamPosition since, Subscribed answer) implements Told {}

    /** It is not subscribed. */
    record Refused(SubscribeResult.Refused why) implements Told {}

    /** It is not subscribed, and it is not known why. */
    record Failed(Throwable failure) implements Told {}

    /** The server has ended it. */
    record Ended(Unsubscribe reason) implements Told {}

    /** The server has ended it, and subscribes the client anew of its own accord. */
    record Renewed(Unsubscribe reason) implements Told {}

    /** The server has ended it while it answered. */
    record Left() implements Told {}
}
