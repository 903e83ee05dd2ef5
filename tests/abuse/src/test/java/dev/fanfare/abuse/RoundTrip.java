package dev.fanfare.abuse;

import dev.fanfare.testkit.client.RawWebSocket;

/** A well-behaved client that sends a message and waits for its effect. Confined to one thread. */
@FunctionalInterface
interface RoundTrip {
    /** Performs a round trip with a number that no other round trip of the connection has. */
    void perform(RawWebSocket socket, long number);
}
