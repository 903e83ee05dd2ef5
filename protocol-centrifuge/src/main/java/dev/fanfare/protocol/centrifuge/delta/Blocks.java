package dev.fanfare.protocol.centrifuge.delta;

/** The blocks of a base, found by the hash of their bytes. Immutable once built. */
final class Blocks {
    /** Bytes of a block: shorter matches are rarely worth a copy. */
    static final int SIZE = 16;

    private static final int FACTOR = 0x01000193;
    private static final int LEAVING = power(SIZE);
    private static final int SPREAD = 0x9E3779B9;

    /** Number of the first block of each slot, plus one; 0 for none. */
    private final int[] slots;
    /** Number of the next block of the same slot, plus one; 0 for none. */
    private final int[] next;

    private final int shift;

    /** Chains begin with the earliest block, which in a base that repeats itself has the longest matches. */
    Blocks(byte[] base) {
        int count = base.length / SIZE;
        int bits = Math.max(1, Integer.SIZE - Integer.numberOfLeadingZeros(count));
        shift = Integer.SIZE - bits;
        slots = new int[1 << bits];
        next = new int[count];
        for (int block = count - 1; block >= 0; block--) {
            int slot = slot(hash(base, block * SIZE));
            next[block] = slots[slot];
            slots[slot] = block + 1;
        }
    }

    /** The first block that may have this hash, or -1. */
    int first(int hash) {
        return slots[slot(hash)] - 1;
    }

    /** The one to try after that block, or -1. */
    int after(int block) {
        return next[block] - 1;
    }

    private int slot(int hash) {
        return (hash * SPREAD) >>> shift;
    }

    /** Of the block that begins there. */
    static int hash(byte[] bytes, int from) {
        int hash = 0;
        for (int i = from; i < from + SIZE; i++) {
            hash = hash * FACTOR + bytes[i];
        }
        return hash;
    }

    /** Of the block one byte further than the one that begins there and has this hash. */
    static int roll(int hash, byte[] bytes, int from) {
        return hash * FACTOR + bytes[from + SIZE] - LEAVING * bytes[from];
    }

    private static int power(int exponent) {
        int power = 1;
        for (int i = 0; i < exponent; i++) {
            power *= FACTOR;
        }
        return power;
    }
}
