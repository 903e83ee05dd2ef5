package dev.fanfare.abuse;

import dev.fanfare.testkit.client.RawSocket;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;

/**
 * A server whose clients connect and disconnect frequently. Thread-safe.
 *
 * @param connections opens a connection
 * @param channels the number of channels that the clients use
 */
record ChurnTarget(Supplier<RawSocket> connections, long channels) {
    RawSocket connect() {
        return connections.get();
    }

    /** Returns the name of a channel. */
    String channel(RandomGenerator random) {
        return "churn:" + random.nextLong(channels);
    }
}
