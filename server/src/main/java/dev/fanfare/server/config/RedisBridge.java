package dev.fanfare.server.config;

import dev.fanfare.config.Checked;
import dev.fanfare.config.Checks;
import dev.fanfare.config.Option;
import java.util.regex.Pattern;

/** A plain channel of Redis, or all that match a pattern. Immutable. */
public record RedisBridge(
        @Option("Channel of Redis.") String channel,

        @Option("Or a pattern of channels, as PSUBSCRIBE means it: news.*")
        String pattern,

        @Option(
                value =
                        "in: what is published in Redis reaches clients; out: what clients publish goes to Redis; both.",
                defaults = "in")
        Direction direction,

        @Option(
                "Path of a WebSocket for plain messages, such as /redis/news. With a pattern it may end with /{channel}, which clients choose; else they hear all that match. Empty: clients of SDKs only.")
        String path,

        @Option("Whether clients of the path need no token.")
        boolean anonymous)
        implements Checked {
    /** What stands at the end of a path for the channel that its clients choose. */
    public static final String CHOICE = "/{channel}";

    private static final Pattern PATH = Pattern.compile("(/[-A-Za-z0-9_.~]+)+(/\\{channel})?");
    private static final Pattern OWN_PATH =
            Pattern.compile("/(connection|api|admin|emulation|health|ready|metrics)(/.*)?");
    private static final Pattern NAME = Pattern.compile("[^\\p{Cntrl}]{0,200}");

    /** Where messages go. */
    public enum Direction {
        IN,
        OUT,
        BOTH;

        /** True when what is published in Redis reaches clients. */
        public boolean isIn() {
            return this != OUT;
        }

        /** True when what clients publish goes to Redis. */
        public boolean isOut() {
            return this != IN;
        }
    }

    /** True for all channels that match a pattern. */
    public boolean isOfPattern() {
        return !pattern.isEmpty();
    }

    /** True when clients of the path hear all that match. */
    public boolean isFeed() {
        return isOfPattern() && direction.isIn() && !path.isEmpty() && !isChosen();
    }

    /** True when clients of the path choose the channel. */
    public boolean isChosen() {
        return path.endsWith(CHOICE);
    }

    /** The path without the choice of a channel. */
    public String fixedPath() {
        return isChosen() ? path.substring(0, path.length() - CHOICE.length()) : path;
    }

    @Override
    public void check(Checks checks) {
        checks.require(
                channel.isEmpty() != pattern.isEmpty(),
                "must be set, or else pattern, but not both",
                "channel",
                "pattern");
        checks.require(
                NAME.matcher(channel).matches(), "must have at most 200 characters, no control characters", "channel");
        checks.require(
                NAME.matcher(pattern).matches(), "must have at most 200 characters, no control characters", "pattern");
        checks.require(
                path.isEmpty() || PATH.matcher(path).matches(),
                "must be a path such as /redis/news, of letters, digits and -._~, or end with /{channel}",
                "path");
        checks.require(!OWN_PATH.matcher(path).matches(), "must not be below a path of the server's own", "path");
        checks.require(
                !isChosen() || !pattern.isEmpty(),
                "can end with /{channel} with a pattern only",
                "path",
                "channel",
                "pattern");
        checks.require(
                path.isEmpty() || pattern.isEmpty() || isChosen() || !direction.isOut(),
                "must end with /{channel}, or direction be in: clients can't publish into a pattern",
                "path",
                "pattern",
                "direction");
        checks.require(!anonymous || !path.isEmpty(), "needs a path", "anonymous", "path");
    }
}
