package dev.fanfare.protocol.centrifuge.delta;

import dev.fanfare.model.channel.Payload;
import org.jspecify.annotations.Nullable;

/**
 * Encodes the difference between a base and a target in the delta format of the Fossil version control system: the length of
 * the target, copies from the base, literals, and a checksum of the target. Stateless, thread-safe. The time is linear in the
 * sizes of base and target for any content; a search that fails too often is given up.
 */
public final class FossilDelta {
    private FossilDelta() {}

    /** Returns a delta of arbitrary bytes; null if it would not be smaller than the target. */
    public static byte @Nullable [] ofBytes(byte[] base, byte[] target) {
        return encode(base, target, false);
    }

    /**
     * Returns a delta that is valid UTF-8: no copy or literal splits a character. Returns null if base or target is not valid
     * UTF-8, or if the delta would not be smaller than the target.
     */
    public static byte @Nullable [] ofText(byte[] base, byte[] target) {
        return isText(base) && isText(target) ? encode(base, target, true) : null;
    }

    private static boolean isText(byte[] bytes) {
        return Payload.detect(bytes).isText();
    }

    private static byte @Nullable [] encode(byte[] base, byte[] target, boolean wholeCharacters) {
        if (base.length < Blocks.SIZE || target.length < Blocks.SIZE) {
            return null;
        }
        var delta = new DeltaWriter(target);
        var matches = new Matches(base, target, wholeCharacters);
        int written = 0;
        for (var copy = matches.next(0); copy != null; copy = matches.next(written)) {
            delta.literal(written, copy.start());
            delta.copy(copy.length(), copy.offset());
            written = copy.end();
            if (delta.isTooLong()) {
                return null;
            }
        }
        delta.literal(written, target.length);
        delta.checksum();
        return delta.isTooLong() ? null : delta.bytes();
    }
}
