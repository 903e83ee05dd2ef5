package dev.fanfare.protocol.centrifuge.delta;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Finds the parts of a target that are in its base, from left to right. Confined to one thread. */
final class Matches {
    /**
     * A part of the target that is in the base as well.
     *
     * @param start of it in the target
     * @param offset of it in the base
     */
    record Match(int start, int offset, int length) {
        int end() {
            return start + length;
        }

        /** Whether a copy is shorter than the bytes, with what it costs to interrupt a literal. */
        private boolean isWorthwhile() {
            return length > DeltaWriter.copySize(length, offset) + LITERAL_HEAD;
        }
    }

    /** Of a literal, its count and the colon. */
    private static final int LITERAL_HEAD = 2;
    /** So many blocks of one hash are tried, so that a base of equal blocks costs no more than another. */
    private static final int MAX_TRIES = 32;

    private final byte[] base;
    private final byte[] target;
    private final boolean wholeCharacters;
    private final Blocks blocks;

    /** Where the texts are valid UTF-8, matches may be confined to whole characters. */
    Matches(byte[] base, byte[] target, boolean wholeCharacters) {
        this.base = base;
        this.target = target;
        this.wholeCharacters = wholeCharacters;
        this.blocks = new Blocks(base);
    }

    /** The next match at or after this place of the target, or null. */
    @Nullable
    Match next(int from) {
        int last = target.length - Blocks.SIZE;
        if (from > last) {
            return null;
        }
        int hash = Blocks.hash(target, from);
        for (int at = from; ; at++) {
            var match = longest(hash, at, from);
            if (match != null && match.isWorthwhile()) {
                return match;
            }
            if (at == last) {
                return null;
            }
            hash = Blocks.roll(hash, target, at);
        }
    }

    private @Nullable Match longest(int hash, int at, int from) {
        Match longest = null;
        int block = blocks.first(hash);
        for (int tries = 0; block >= 0 && tries < MAX_TRIES; tries++) {
            var match = match(at, block * Blocks.SIZE, from);
            if (match != null && (longest == null || match.length() > longest.length())) {
                longest = match;
                if (match.end() == target.length) {
                    return longest;
                }
            }
            block = blocks.after(block);
        }
        return longest;
    }

    /** The match around one place of each, or null when it does not go on for a whole block. */
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

    /** What begins inside of a character here does so in the base as well, for the bytes of a match are the same. */
    private boolean splitsCharacter(int place) {
        return place < target.length && (target[place] & 0xC0) == 0x80;
    }
}
