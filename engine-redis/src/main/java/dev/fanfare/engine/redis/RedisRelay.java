package dev.fanfare.engine.redis;

import dev.fanfare.core.port.Relay;
import dev.fanfare.engine.redis.link.Link;
import dev.fanfare.engine.redis.link.LinkListener;
import dev.fanfare.engine.redis.link.LinkLoop;
import dev.fanfare.engine.redis.link.LinkSettings;
import dev.fanfare.engine.redis.link.LinkState;
import dev.fanfare.engine.redis.link.PubSub;
import dev.fanfare.engine.redis.link.ServerAddress;
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
 * Redis' own channels, as anything that can PUBLISH and SUBSCRIBE uses them: plain messages, no envelope, each handed over once,
 * however many patterns match its channel. Thread-safe.
 *
 * <p>It connects by itself, again and again. Of a cluster, the address of one server does: plain PUBLISH reaches all of them.
 * While the server is away, messages are lost, as they are for every subscriber of Redis.
 */
public final class RedisRelay implements Relay {
    /** What relays say to themselves, which is nobody's. */
    private static final String PROBE = "fanfare.relay.probe.";

    private final List<String> channels;
    private final List<String> patterns;
    private final LinkLoop loop;
    private final Link link;
    private final AtomicBoolean closed = new AtomicBoolean();
    private volatile @Nullable RelayListener listener;

    /**
     * A relay that is not started.
     *
     * @param server {@code redis://}, {@code rediss://} or {@code redis-sentinel://}
     * @param channels what to listen to
     * @param patterns what to listen to besides, as PSUBSCRIBE means it: {@code news.*}
     */
    public RedisRelay(String server, List<String> channels, List<String> patterns, LinkSettings settings) {
        this.channels = List.copyOf(channels);
        this.patterns = patterns.stream().distinct().toList();
        this.loop = new LinkLoop(settings);
        var self = Long.toString(new SecureRandom().nextLong() & Long.MAX_VALUE, Character.MAX_RADIX);
        this.link = new Link(new ServerAddress(server), PROBE + self, loop, settings, List.of(), new Links());
    }

    /** A relay of these channels with the default settings. */
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
                // What is named, or matches an earlier pattern, has come already; probes are nobody's.
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
        return link.ask(message.length, connection -> PubSub.CLASSIC.publish(connection, channel, message))
                .thenAccept(receivers -> {});
    }

    /** How it stands with the server now. */
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
        public CompletionStage<Void> onConnected(StatefulRedisConnection<String, byte[]> connection) {
            return CompletableFuture.completedStage(null);
        }

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
