package dev.fanfare.core.hub;

import dev.fanfare.core.protocol.DeltaEncoder;
import dev.fanfare.core.protocol.FrameKey;
import dev.fanfare.core.protocol.PushEncoder;
import dev.fanfare.core.protocol.PushSelection;
import dev.fanfare.core.session.EncodedPush;
import dev.fanfare.model.channel.Publication;
import dev.fanfare.model.channel.Push;
import org.jspecify.annotations.Nullable;

/**
 * A push on its way to this node's subscribers, with the frames it was encoded to so far: every loop shares them, so that
 * a push is encoded once per frame key and node. Thread-safe; when two loops encode at the same moment, both results are
 * equal and one is kept.
 */
class Delivery {
    /** Stands in the mailboxes where the broker was interrupted. Immutable. */
    static final class Interruption extends Delivery {
        private final long number;

        /** The so manieth of this node. */
        Interruption(long number) {
            super("", null, 0);
            this.number = number;
        }

        long number() {
            return number;
        }
    }

    /** What a waiting push costs beside its payload, roughly: the objects around it. */
    private static final int OVERHEAD_BYTES = 128;

    private record Encoded(
            FrameKey key,
            @Nullable Publication before,
            @Nullable EncodedPush outgoing,
            @Nullable Encoded next) {}

    private final String channel;
    private final @Nullable Push push;
    private final long arrivedNanos;
    private volatile @Nullable Encoded encoded;

    /**
     * A push on its way.
     *
     * @param arrivedNanos when it came to this node, on the clock of its loops
     */
    Delivery(String channel, @Nullable Push push, long arrivedNanos) {
        this.channel = channel;
        this.push = push;
        this.arrivedNanos = arrivedNanos;
    }

    /** What is delivered; null for an {@link Interruption}. */
    @Nullable
    Push push() {
        return push;
    }

    /** Id of the client that does not get it; null for none. */
    @Nullable
    String excluded() {
        return push instanceof Publication publication ? publication.excluded() : null;
    }

    long arrivedNanos() {
        return arrivedNanos;
    }

    /** What it counts in a mailbox. */
    int bytes() {
        return OVERHEAD_BYTES
                + (push instanceof Publication publication
                        ? publication.payload().size()
                        : 0);
    }

    /** True when both are none, or the same publication of one channel, handed out or out of the history. */
    static boolean isSame(@Nullable Publication one, @Nullable Publication other) {
        if (one == null || other == null || one == other) {
            return one == other;
        }
        return one.position() != null && one.position().equals(other.position());
    }

    /**
     * The push, encoded for receivers of this encoder; null when there is nothing to say to them.
     *
     * @param before the publication that they got last; null for none, or when it does not matter
     */
    @Nullable
    EncodedPush encoded(PushEncoder encoder, PushSelection selection, @Nullable Publication before) {
        if (push == null || !selection.includes(push)) {
            return null;
        }
        var key = encoder.key();
        var known = encoded;
        for (var e = known; e != null; e = e.next) {
            if (e.key.equals(key) && isSame(e.before, before)) {
                return e.outgoing;
            }
        }
        var frame = before != null && encoder instanceof DeltaEncoder deltas && push instanceof Publication publication
                ? deltas.encode(channel, publication, before)
                : encoder.encode(channel, push);
        var outgoing = frame == null ? null : new EncodedPush(frame, push);
        encoded = new Encoded(key, before, outgoing, known);
        return outgoing;
    }
}
