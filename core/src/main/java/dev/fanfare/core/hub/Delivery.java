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
 * A push on its way to this node's subscribers, with the frames encoded so far. All loops share them, so that a push is
 * encoded once per frame key and node. Thread-safe: if two loops encode at the same time, the results are equal and one
 * is kept.
 */
class Delivery {
    /** Marks an interruption of the broker in the mailboxes. Immutable. */
    static final class Interruption extends Delivery {
        private final long number;

        /** Creates the mark of the interruption with this number. */
        Interruption(long number) {
            super("", null, 0);
            this.number = number;
        }

        long number() {
            return number;
        }
    }

    /** Estimated memory of a queued push in addition to its payload. */
    static final int OVERHEAD_BYTES = 128;

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
     * Creates a delivery.
     *
     * @param arrivedNanos time of arrival at this node, on the clock of its loops
     */
    Delivery(String channel, @Nullable Push push, long arrivedNanos) {
        this.channel = channel;
        this.push = push;
        this.arrivedNanos = arrivedNanos;
    }

    /** Returns the push; null for an {@link Interruption}. */
    @Nullable
    Push push() {
        return push;
    }

    /** Returns the id of the client that does not receive it; null for none. */
    @Nullable
    String excluded() {
        return push instanceof Publication publication ? publication.excluded() : null;
    }

    long arrivedNanos() {
        return arrivedNanos;
    }

    /** Returns the size that counts against the backlog. */
    int bytes() {
        return OVERHEAD_BYTES
                + (push instanceof Publication publication
                        ? publication.payload().size()
                        : 0);
    }

    /**
     * Returns true if both are null or the same publication of one channel, whether live or from the history. A
     * comparison of positions does not suffice, because a client would apply the next delta to other data.
     */
    static boolean isSame(@Nullable Publication one, @Nullable Publication other) {
        if (one == null || other == null || one == other) {
            return one == other;
        }
        return one.position() != null
                && one.position().equals(other.position())
                && one.payload().equals(other.payload());
    }

    /**
     * Returns the push encoded for receivers of this encoder; null if they receive nothing.
     *
     * @param before the last publication that they received; null if there is none or the encoder makes no deltas
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
