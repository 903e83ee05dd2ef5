package dev.fanfare.server.config;

import dev.fanfare.config.Checked;
import dev.fanfare.config.Checks;
import dev.fanfare.config.Option;
import java.util.regex.Pattern;

/** A plain Redis channel, or all plain Redis channels that match a pattern. Immutable. */
public record RedisBridge(
        @Option("Name of the Redis channel. Exactly one of channel and pattern must be set.")
        String channel,

        @Option("Pattern of Redis channels, in the syntax of PSUBSCRIBE, for example news.*")
        String pattern,

        @Option(
                value =
                        "Direction: in delivers Redis messages to clients, out publishes messages from clients to Redis, both combines the two.",
                defaults = "in")
        Direction direction,

        @Option(
                "Path of a plain WebSocket endpoint, for example /redis/news. If a pattern is set, the path can end with /{channel}, which selects one channel; otherwise clients receive all matching channels. Empty: only SDK clients can subscribe.")
        String path,

        @Option("Allows clients to connect to the path without a token.")
        boolean anonymous)
        implements Checked {
    /** The end of a path that selects a channel. */
    private static final String CHOICE = "/{channel}";

    private static final Pattern PATH = Pattern.compile("(/[-A-Za-z0-9_.~]+)+(/\\{channel})?");
    private static final Pattern OWN_PATH =
            Pattern.compile("/(connection|api|admin|emulation|health|ready|metrics)(/.*)?");
    private static final Pattern NAME = Pattern.compile("[^\\p{Cntrl}]{0,200}");

    /** The direction of messages. */
    public enum Direction {
        IN,
        OUT,
        BOTH;

        /** Whether Redis messages are delivered to clients. */
        public boolean isIn() {
            return this != OUT;
        }

        /** Whether messages of clients are published to Redis. */
        public boolean isOut() {
            return this != IN;
        }
    }

    public boolean isOfPattern() {
        return !pattern.isEmpty();
    }

    /** Whether clients of the path receive all channels that match the pattern. */
    public boolean isFeed() {
        return isOfPattern() && direction.isIn() && !path.isEmpty() && !isChosen();
    }

    /** Whether the path selects the channel. */
    public boolean isChosen() {
        return path.endsWith(CHOICE);
    }

    /** The path without the part that selects the channel. */
    public String fixedPath() {
        return isChosen() ? path.substring(0, path.length() - CHOICE.length()) : path;
    }

    @Override
    public void check(Checks checks) {
        checks.require(
                channel.isEmpty() != pattern.isEmpty(), "or pattern must be set, but not both", "channel", "pattern");
        requireName(checks, channel, "channel");
        requireName(checks, pattern, "pattern");
        checks.require(
                path.isEmpty() || PATH.matcher(path).matches(),
                "must be a path such as /redis/news or /redis/{channel}; segments consist of letters, digits and -._~",
                "path");
        checks.require(
                !OWN_PATH.matcher(path).matches(),
                "must not start with a path that the server uses, such as /api",
                "path");
        checks.require(
                !isChosen() || !pattern.isEmpty(),
                "must not end with /{channel} unless pattern is set",
                "path",
                "channel",
                "pattern");
        checks.require(
                path.isEmpty() || pattern.isEmpty() || isChosen() || !direction.isOut(),
                "must end with /{channel}, because clients cannot publish to a pattern; otherwise set direction to in",
                "path",
                "pattern",
                "direction");
        checks.require(!anonymous || !path.isEmpty(), "requires path", "anonymous", "path");
    }

    private static void requireName(Checks checks, String name, String key) {
        checks.require(NAME.matcher(name).matches(), "must have at most 200 characters and no control characters", key);
    }
}
