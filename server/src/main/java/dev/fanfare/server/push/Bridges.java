package dev.fanfare.server.push;

import dev.fanfare.engine.redis.ChannelPattern;
import dev.fanfare.server.config.RedisBridge;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** Which channels of Redis are which ones here, and what may be done with them. Immutable. */
final class Bridges {
    /**
     * Before the pattern in the name of the channel in which all of its messages are. No client of an SDK can name it, and no channel
     * of Redis that begins so is heard.
     */
    private static final String FEED = "\u00BB ";
    /** Names in which programs of this kind speak to one another, on whichever Redis. */
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
     * The bridges that are configured.
     *
     * @param enginePrefix what the engine's own channels in Redis begin with
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

    /** Channels of Redis to listen to. */
    List<String> channels() {
        return in().filter(bridge -> !bridge.isOfPattern())
                .map(RedisBridge::channel)
                .distinct()
                .toList();
    }

    /** Patterns of channels to listen to. */
    List<String> patterns() {
        return in().filter(RedisBridge::isOfPattern)
                .map(RedisBridge::pattern)
                .distinct()
                .toList();
    }

    /** True for a channel that is one of Redis. */
    boolean has(String channel) {
        return any(channel, bridge -> true);
    }

    /** True for a channel of Redis that clients may publish into. */
    boolean takes(String channel) {
        return any(channel, bridge -> bridge.direction().isOut());
    }

    /** True for a channel that the clients of this bridge may choose. */
    boolean offers(RedisBridge bridge, String channel) {
        return any(channel, bridge::equals);
    }

    /** The channels here that a message of this channel of Redis belongs to. */
    List<String> targets(String channel) {
        if (!any(channel, bridge -> bridge.direction().isIn())) {
            return List.of();
        }
        var feeds = all.stream()
                .filter(known -> known.bridge.isFeed() && known.has(channel))
                .map(known -> feed(known.bridge));
        return Stream.concat(Stream.of(channel), feeds.distinct()).toList();
    }

    /** True for a channel here that gets messages of Redis. */
    boolean isTarget(String channel) {
        return channel.startsWith(FEED)
                || any(channel, bridge -> bridge.direction().isIn());
    }

    /** The channel here in which all messages of the pattern are. */
    static String feed(RedisBridge bridge) {
        return FEED + bridge.pattern();
    }

    private Stream<RedisBridge> in() {
        return all.stream()
                .map(Known::bridge)
                .filter(bridge -> bridge.direction().isIn());
    }

    private boolean any(String channel, Predicate<RedisBridge> question) {
        return !isInternal(channel)
                && all.stream().anyMatch(known -> question.test(known.bridge) && known.has(channel));
    }

    private boolean isInternal(String channel) {
        return channel.startsWith(enginePrefix) || INTERNAL.stream().anyMatch(channel::startsWith);
    }
}
