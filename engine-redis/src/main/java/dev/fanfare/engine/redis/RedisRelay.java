package dev.fanfare.engine.redis;

import dev.fanfare.core.port.Relay;
import dev.fanfare.engine.redis.connection.LinkSettings;
import dev.fanfare.engine.redis.connection.LinkState;
import dev.fanfare.engine.redis.link.Link;
import dev.fanfare.engine.redis.link.LinkListener;
import dev.fanfare.engine.redis.link.LinkLoop;
import dev.fanfare.engine.redis.link.PubSub;
import dev.fanfare.engine.redis.link.ServerAddress;
import dev.fanfare.engine.redis.link.ServerIdentity;
import io.lettuce.core.api.StatefulRedisConnection;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * The plain Pub/Sub channels of Redis, as used by any program with PUBLISH and SUBSCRIBE. Thread-safe. Each message is
 * delivered once, even if several patterns match its channel.
 *
 * <p>The relay connects and reconnects automatically. For a cluster, the address of one server is enough, because
 * PUBLISH reaches all servers. Messages are lost while the server is unreachable, as for every Redis subscriber.
 */
public final class RedisRelay implements Relay {
    /** Channel of the relays' own probes. */
    private static final String PROBE = "fanfare.relay.probe.";

    private final List<String> channels;
    private final List<String> patterns;
    private final LinkLoop loop;
    private final Link link;
    private final AtomicBoolean closed = new AtomicBoolean();
    private volatile @Nullable RelayListener listener;

    /**
     * Creates a relay.
     *
     * @param server {@code redis://}, {@code rediss://} or {@code redis-sentinel://}
     * @param channels channels to listen to
     * @param patterns patterns to listen to, with the syntax of PSUBSCRIBE: {@code news.*}
     */
    public RedisRelay(String server, List<String> channels, List<String> patterns, LinkSettings settings) {
        this.channels = List.copyOf(channels);
        this.patterns = patterns.stream().distinct().toList();
        this.loop = new LinkLoop(settings);
        var self = Long.toString(new SecureRandom().nextLong() & Long.MAX_VALUE, Character.MAX_RADIX);
        this.link = new Link(new ServerAddress(server), PROBE + self, loop, settings, List.of(), new Links());
    }

    /** Creates a relay of these channels with default settings. */
    public static RedisRelay of(String server, String... channels) {
        return new RedisRelay(server, List.of(channels), List.of(), LinkSettings.DEFAULTS);
    }

    @Override
    public void start(RelayListener its) {
        listener = its;
        var named = Set.copyOf(channels);
        channels.forEach(channel -> link.keep(channel, message -> its.onMessage(channel, message)));
        var before = new ArrayList<ChannelPattern>();
        for (var pattern : patterns) {
            var earlier = List.copyOf(before);
            link.keepPattern(pattern, (channel, message) -> {
                // Skips probes and messages that a named channel or an earlier pattern delivers.
                if (!named.contains(channel)
                        && !channel.startsWith(PROBE)
                        && earlier.stream().noneMatch(other -> other.matches(channel))) {
                    its.onMessage(channel, message);
                }
            });
            before.add(ChannelPattern.of(pattern));
        }
        link.start();
    }

    @Override
    public CompletionStage<Void> publish(String channel, byte[] message) {
        return link.submit(message.length, connection -> PubSub.CLASSIC.publish(connection, channel, message))
                .thenAccept(receivers -> {});
    }

    /** Returns the current state of the server. */
    public LinkState health() {
        return link.state();
    }

    @Override
    public void close() {
        if (closed.compareAndSet(false, true)) {
            link.close().whenComplete((done, failure) -> loop.shutdown());
        }
    }

    private final class Links implements LinkListener {
        @Override
        public CompletionStage<Void> onConnected(
                StatefulRedisConnection<String, byte[]> connection, ServerIdentity server, Runnable progress) {
            return CompletableFuture.completedStage(null);
        }

        @Override
        public void onServerChanged() {}

        @Override
        public void onInterrupted() {
            var its = listener;
            if (its != null) {
                its.onInterrupted();
            }
        }

        @Override
        public void onState(LinkState state) {}
    }
}
