package dev.fanfare.server.push;

import dev.fanfare.engine.redis.ChannelPattern;
import dev.fanfare.server.config.RedisBridge;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** The configured bridges: maps Redis channels to local channels, and their permissions. Immutable. */
final class Bridges {
    /**
     * Prefix of the local channel that contains all messages of a pattern. SDK clients cannot name such a channel, and Redis channels
     * with this prefix are ignored.
     */
    private static final String FEED = "\u00BB ";
    /** Prefixes of the internal Redis channels of Fanfare. */
    private static final List<String> INTERNAL = List.of(FEED, "fanfare.");

    private record Known(RedisBridge bridge, ChannelPattern pattern) {
        boolean has(String channel) {
            return bridge.isOfPattern()
                    ? pattern.matches(channel)
                    : bridge.channel().equals(channel);
        }
    }

    private final List<Known> all;
    private final String enginePrefix;

    /**
     * The configured bridges.
     *
     * @param enginePrefix prefix of the engine's own Redis channels
     */
    Bridges(List<RedisBridge> bridges, String enginePrefix) {
        this.all = bridges.stream()
                .map(bridge -> new Known(bridge, ChannelPattern.of(bridge.pattern())))
                .toList();
        this.enginePrefix = enginePrefix;
    }

    List<RedisBridge> all() {
        return all.stream().map(Known::bridge).toList();
    }

    /** Redis channels to subscribe to. */
    List<String> channels() {
        return in().filter(bridge -> !bridge.isOfPattern())
                .map(RedisBridge::channel)
                .distinct()
                .toList();
    }

    /** Redis channel patterns to subscribe to. */
    List<String> patterns() {
        return in().filter(RedisBridge::isOfPattern)
                .map(RedisBridge::pattern)
                .distinct()
                .toList();
    }

    /** True if the channel is bridged. */
    boolean has(String channel) {
        return any(channel, bridge -> true);
    }

    /** True if clients may publish to the channel. */
    boolean acceptsPublications(String channel) {
        return any(channel, bridge -> bridge.direction().isOut());
    }

    /** True if clients of this bridge may choose the channel. */
    boolean offers(RedisBridge bridge, String channel) {
        return any(channel, bridge::equals);
    }

    /** The local channels that receive the messages of a Redis channel. */
    List<String> targets(String channel) {
        if (!any(channel, bridge -> bridge.direction().isIn())) {
            return List.of();
        }
        var feeds = all.stream()
                .filter(known -> known.bridge.isFeed() && known.has(channel))
                .map(known -> feed(known.bridge));
        return Stream.concat(Stream.of(channel), feeds.distinct()).toList();
    }

    /** True if the local channel receives messages from Redis. */
    boolean isTarget(String channel) {
        return channel.startsWith(FEED)
                || any(channel, bridge -> bridge.direction().isIn());
    }

    /** The local channel that contains all messages of the pattern. */
    static String feed(RedisBridge bridge) {
        return FEED + bridge.pattern();
    }

    private Stream<RedisBridge> in() {
        return all.stream()
                .map(Known::bridge)
                .filter(bridge -> bridge.direction().isIn());
    }

    private boolean any(String channel, Predicate<RedisBridge> condition) {
        return !isInternal(channel)
                && all.stream().anyMatch(known -> condition.test(known.bridge) && known.has(channel));
    }

    private boolean isInternal(String channel) {
        return channel.startsWith(enginePrefix) || INTERNAL.stream().anyMatch(channel::startsWith);
    }
}
