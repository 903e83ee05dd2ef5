package dev.fanfare.core.hub;

import dev.fanfare.core.channel.Publication;
import dev.fanfare.core.channel.Push;
import dev.fanfare.core.protocol.FrameKey;
import dev.fanfare.core.protocol.PushEncoder;
import dev.fanfare.core.transport.Frame;
import org.jspecify.annotations.Nullable;

/**
 * A push on its way to this node's subscribers, with the frames it was encoded to so far: every loop shares them, so that
 * a push is encoded once per frame key and node. Thread-safe; when two loops encode at the same moment, both results are
 * equal and one is kept.
 */
final class Delivery {
    /** What a waiting push costs beside its payload, roughly: the objects around it. */
    private static final int OVERHEAD_BYTES = 128;

    private record Encoded(
            FrameKey key, @Nullable Frame frame, @Nullable Encoded next) {}

    private final String channel;
    private final Push push;
    private volatile @Nullable Encoded encoded;

    Delivery(String channel, Push push) {
        this.channel = channel;
        this.push = push;
    }

    /** What it counts in a mailbox. */
    int bytes() {
        return OVERHEAD_BYTES
                + (push instanceof Publication publication
                        ? publication.payload().size()
                        : 0);
    }

    Push push() {
        return push;
    }

    /** The frame for receivers of this encoder; null when their protocol has no words for the push. */
    @Nullable
    Frame frame(PushEncoder encoder) {
        var key = encoder.key();
        var known = encoded;
        for (var e = known; e != null; e = e.next) {
            if (e.key.equals(key)) {
                return e.frame;
            }
        }
        var frame = encoder.encode(channel, push);
        encoded = new Encoded(key, frame, known);
        return frame;
    }
}
