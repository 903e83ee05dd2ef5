package dev.fanfare.server;

import dev.fanfare.server.config.ServerConfig;
import java.util.ArrayList;
import java.util.List;

/** What a configuration may ask for and this version does not do: better not to start than to do without it unnoticed. */
final class Unserved {
    private final List<String> keys = new ArrayList<>();

    private Unserved() {}

    /**
     * Refuses a configuration that asks for any of it.
     *
     * @throws IllegalArgumentException with all of its keys
     */
    static void require(ServerConfig config) {
        var unserved = new Unserved();
        unserved.collect(config);
        if (!unserved.keys.isEmpty()) {
            throw new IllegalArgumentException(
                    "this version does not serve what these keys ask for: " + String.join(", ", unserved.keys));
        }
    }

    private void collect(ServerConfig config) {
        var client = config.client();
        add(client.timing().channelPositionMaxTimeLag().isPositive(), "client.channel-position-max-time-lag");
        add(
                client.subscribeToUserPersonalChannel().singleConnection(),
                "client.subscribe-to-user-personal-channel.single-connection");
    }

    private void add(boolean asked, String key) {
        if (asked) {
            keys.add(key);
        }
    }
}
