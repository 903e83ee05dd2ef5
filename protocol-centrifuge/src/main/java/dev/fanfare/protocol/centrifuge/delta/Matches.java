package dev.fanfare.protocol.centrifuge.delta;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Finds parts of a target that also occur in its base, from left to right. Confined to one thread. */
final class Matches {
    /**
     * A part of the target that also occurs in the base.
     *
     * @param start position in the target
     * @param offset position in the base
     */
    record Match(int start, int offset, int length) {
        int end() {
            return start + length;
        }

        /** True if a copy is smaller than the bytes, including the cost of a split literal. */
        private boolean isWorthwhile() {
            return length > DeltaWriter.copySize(length, offset) + LITERAL_HEAD;
        }
    }

    /** Size of a short count and the colon of a literal. */
    private static final int LITERAL_HEAD = 2;
    /** Limits the blocks tried per hash, so that a base of equal blocks takes linear time too. */
    private static final int MAX_TRIES = 32;
    /**
     * Limits the failed tries of a search, in relation to the target. Arbitrary content has less than one per byte; only
     * content whose blocks have chosen hashes has more.
     */
    static final int MAX_FAILURES_PER_BYTE = 2;

    private final byte[] base;
    private final byte[] target;
    private final boolean wholeCharacters;
    private final Blocks blocks;
    private int failures;

    /** Prepares a search; with {@code wholeCharacters}, matches do not split characters of UTF-8. */
    Matches(byte[] base, byte[] target, boolean wholeCharacters) {
        this.base = base;
        this.target = target;
        this.wholeCharacters = wholeCharacters;
        this.blocks = new Blocks(base);
    }

    /** The number of tried blocks that differ from the target. */
    int failures() {
        return failures;
    }

    /** Returns the next match at or after a position of the target; null for none, or after too many failed tries. */
    @Nullable
    Match next(int from) {
        int last = target.length - Blocks.SIZE;
        if (from > last || isExhausted()) {
            return null;
        }
        int hash = Blocks.hash(target, from);
        for (int at = from; ; at++) {
            var match = longest(hash, at, from);
            if (match != null && match.isWorthwhile()) {
                return match;
            }
            if (at == last || isExhausted()) {
                return null;
            }
            hash = Blocks.roll(hash, target, at);
        }
    }

    private boolean isExhausted() {
        return failures >= (long) MAX_FAILURES_PER_BYTE * target.length;
    }

    private @Nullable Match longest(int hash, int at, int from) {
        Match longest = null;
        int block = blocks.first(hash);
        for (int tries = 0; block >= 0 && tries < MAX_TRIES; tries++) {
            var match = match(at, block * Blocks.SIZE, from);
            if (match == null) {
                failures++;
            } else if (longest == null || match.length() > longest.length()) {
                longest = match;
                if (match.end() == target.length) {
                    return longest;
                }
            }
            block = blocks.after(block);
        }
        return longest;
    }

    /** Returns the match around two positions; null if it is shorter than a block. */
    private @Nullable Match match(int at, int offset, int from) {
        int forward = Arrays.mismatch(target, at, target.length, base, offset, base.length);
        if (forward >= 0 && forward < Blocks.SIZE) {
            return null;
        }
        int length = forward < 0 ? Math.min(target.length - at, base.length - offset) : forward;
        int back = 0;
        while (at - back > from && offset > back && target[at - back - 1] == base[offset - back - 1]) {
            back++;
        }
        int start = at - back;
        int end = at + length;
        if (wholeCharacters) {
            while (splitsCharacter(start)) {
                start++;
            }
            while (splitsCharacter(end)) {
                end--;
            }
        }
        return new Match(start, offset + start - at, end - start);
    }

    /** The answer is the same for the base, because the bytes of a match are equal. */
    private boolean splitsCharacter(int position) {
        return position < target.length && (target[position] & 0xC0) == 0x80;
    }
}
