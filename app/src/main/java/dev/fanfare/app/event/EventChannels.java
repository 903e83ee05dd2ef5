package dev.fanfare.app.event;

import dev.fanfare.core.node.Node;
import dev.fanfare.core.transport.EventLoop;
import dev.fanfare.model.channel.ChannelName;
import dev.fanfare.model.channel.InvalidChannelNameException;
import dev.fanfare.model.channel.Payload;
import dev.fanfare.model.channel.Publication;
import dev.fanfare.model.channel.PublishOptions;
import dev.fanfare.model.channel.PublishResult;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.ObjIntConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Who on this node hears the events of which channel. However many hear a channel, it is subscribed once, and an event is
 * read once for all of them. Thread-safe.
 */
public final class EventChannels {
    /** Events travel in channels of their own, which no route and no client can name. */
    private static final String OWN = "fanfare.events";

    private static final String PREFIX = OWN + "/";
    /** For those whose names leave no room for it: a digest stands for the name. */
    private static final String DIGEST_PREFIX = OWN + "#";

    private final Node node;
    private final List<? extends EventLoop> loops;
    private final EventCodec codec = new EventCodec();
    private final ConcurrentHashMap<String, EventChannel> channels = new ConcurrentHashMap<>();

    public EventChannels(Node node, List<? extends EventLoop> loops) {
        this.node = node;
        this.loops = loops;
    }

    /**
     * The name, if it is not that of a channel in which events travel.
     *
     * @throws InvalidChannelNameException if it is
     */
    public static String requireOpen(String channel) {
        if (channel.startsWith(OWN)) {
            throw new InvalidChannelNameException("names that begin with " + OWN + " are the program's own");
        }
        return channel;
    }

    /** The channel whose events travel in the channel of this name, as far as the name tells; the name itself for any other. */
    public static String plain(String channel) {
        return channel.startsWith(PREFIX) ? channel.substring(PREFIX.length()) : channel;
    }

    public EventCodec codec() {
        return codec;
    }

    /**
     * Sends an event to all who hear the channel, on all nodes.
     *
     * @return the engine's answer
     */
    public CompletionStage<PublishResult> send(String channel, Object event) {
        return node.publish(carrier(channel), Publication.of(codec.encode(event)), PublishOptions.NONE);
    }

    /**
     * Makes this one hear the channel. It is called on an event loop, with each event in order and the number of bytes in which
     * it travelled, and may not block.
     *
     * @return completes when no event sent from now on is missed; fails with the engine's failure
     */
    public CompletionStage<Void> join(String channel, ObjIntConsumer<Object> member) {
        var joined = new AtomicReference<@Nullable CompletionStage<Void>>();
        channels.compute(channel, (name, known) -> {
            var events = known == null || known.isOver()
                    ? new EventChannel(node, loop(name), carrier(name), this::read)
                    : known;
            joined.set(events.add(member));
            return events;
        });
        return Objects.requireNonNull(joined.get());
    }

    /** Ends what {@link #join} began. */
    public void leave(String channel, ObjIntConsumer<Object> member) {
        channels.computeIfPresent(channel, (name, events) -> events.remove(member) ? null : events);
    }

    /** The channel that the channel's events travel in. */
    private static String carrier(String channel) {
        if (PREFIX.length() + channel.length() <= ChannelName.MAX_LENGTH) {
            return PREFIX + channel;
        }
        try {
            var digest = MessageDigest.getInstance("SHA-256").digest(channel.getBytes(StandardCharsets.UTF_8));
            return DIGEST_PREFIX + HexFormat.of().formatHex(digest);
        } catch (NoSuchAlgorithmException everyPlatformHasIt) {
            throw new IllegalStateException(everyPlatformHasIt);
        }
    }

    private @Nullable Object read(Payload payload) {
        return codec.decode(payload).orElse(null);
    }

    private EventLoop loop(String channel) {
        return loops.get(Math.floorMod(channel.hashCode(), loops.size()));
    }
}
