package dev.fanfare.app.internal.event;

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
 * The members that receive the events of channels on this node. Thread-safe.
 *
 * <p>All members of a channel on one loop share one subscription, and an event is decoded once for all of them. Events
 * wait in the mailboxes of the loops, like publications, and count in the same bounds.
 */
public final class EventChannels {
    /** Events are published to channels with reserved names, which neither routes nor clients can use. */
    private static final String RESERVED = "fanfare.events";

    private static final String PREFIX = RESERVED + "/";
    /** Precedes the digest of a name that is too long for the other prefix. */
    private static final String DIGEST_PREFIX = RESERVED + "#";

    private final Node node;
    private final List<? extends EventLoop> loops;
    private final EventCodec codec = new EventCodec();
    private final ConcurrentHashMap<LoopChannel, EventChannel> channels = new ConcurrentHashMap<>();

    /** A channel on one loop. */
    private record LoopChannel(EventLoop loop, String channel) {}

    public EventChannels(Node node, List<? extends EventLoop> loops) {
        this.node = node;
        this.loops = loops;
    }

    /**
     * Returns the name unless it is reserved for events.
     *
     * @throws InvalidChannelNameException if the name is reserved
     */
    public static String requireUnreserved(String channel) {
        if (channel.startsWith(RESERVED)) {
            throw new InvalidChannelNameException(
                    "channel names that start with " + RESERVED + " are reserved, got '" + channel + "'");
        }
        return channel;
    }

    /** Returns the channel to which the events of this reserved name belong; any other name and a digest unchanged. */
    public static String plain(String channel) {
        return channel.startsWith(PREFIX) ? channel.substring(PREFIX.length()) : channel;
    }

    public EventCodec codec() {
        return codec;
    }

    /**
     * Sends an event to all members of the channel on all nodes.
     *
     * @return the engine's answer; fails as {@link Node#publish} does, also if the event loops are overloaded
     */
    public CompletionStage<PublishResult> send(String channel, Object event) {
        return node.publish(carrier(channel), Publication.of(codec.encode(event)), PublishOptions.NONE);
    }

    /** Returns the loop for members of the channel that do not belong to a connection. */
    public EventLoop loopOf(String channel) {
        return loops.get(Math.floorMod(channel.hashCode(), loops.size()));
    }

    /**
     * Adds a member to the channel. It is called on the loop with each event, in order, and its encoded size in bytes, and must not
     * block.
     *
     * @return completes when the member receives every event that is sent later; fails with the failure of the engine
     */
    public CompletionStage<Void> join(EventLoop loop, String channel, ObjIntConsumer<Object> member) {
        var joined = new AtomicReference<@Nullable CompletionStage<Void>>();
        channels.compute(new LoopChannel(loop, channel), (key, known) -> {
            var events = known == null || known.isFailed()
                    ? new EventChannel(node, loop, carrier(channel), this::read)
                    : known;
            joined.set(events.add(member));
            return events;
        });
        return Objects.requireNonNull(joined.get());
    }

    /** Removes a member. */
    public void leave(EventLoop loop, String channel, ObjIntConsumer<Object> member) {
        channels.computeIfPresent(
                new LoopChannel(loop, channel), (key, events) -> events.remove(member) ? null : events);
    }

    /** Returns the reserved name for the events of the channel. */
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
}
