package dev.fanfare.protocol.centrifuge.delta;

/** An index of the blocks of a base by hash. Immutable. */
final class Blocks {
    /** Block size in bytes; shorter matches are rarely smaller as a copy. */
    static final int SIZE = 16;

    private static final int FACTOR = 0x01000193;
    private static final int LEAVING = power(SIZE);
    private static final int SPREAD = 0x9E3779B9;

    /** The first block of each slot, plus one; 0 for none. */
    private final int[] slots;
    /** The next block of the same slot, plus one; 0 for none. */
    private final int[] next;

    private final int shift;

    /** Builds the index. Chains start with the earliest block, which has the longest matches in a repetitive base. */
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

    /** The first block that can have this hash; -1 for none. */
    int first(int hash) {
        return slots[slot(hash)] - 1;
    }

    /** The next candidate after a block; -1 for none. */
    int after(int block) {
        return next[block] - 1;
    }

    private int slot(int hash) {
        return (hash * SPREAD) >>> shift;
    }

    /** The hash of the block that starts at {@code from}. */
    static int hash(byte[] bytes, int from) {
        int hash = 0;
        for (int i = from; i < from + SIZE; i++) {
            hash = hash * FACTOR + bytes[i];
        }
        return hash;
    }

    /** The hash of the block at {@code from + 1}, computed from the hash of the block at {@code from}. */
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
