package dev.fanfare.engine.redis;

import java.util.List;

/**
 * Assigns channels to servers by rendezvous hashing. Immutable. The order of the servers does not matter, and an
 * additional server takes an equal share from each of the others.
 */
final class Shards {
    private static final long FIRST_MULTIPLIER = 0xBF58476D1CE4E5B9L;
    private static final long SECOND_MULTIPLIER = 0x94D049BB133111EBL;
    private static final long FNV_OFFSET = 0xCBF29CE484222325L;
    private static final long FNV_PRIME = 0x100000001B3L;

    private final List<Shard> all;
    private final long[] seeds;

    Shards(List<Shard> all) {
        this.all = List.copyOf(all);
        this.seeds = all.stream()
                .mapToLong(shard -> hash(shard.link().state().server()))
                .toArray();
    }

    List<Shard> all() {
        return all;
    }

    /** Returns the shard for data that belongs to no channel. */
    Shard first() {
        return all.getFirst();
    }

    Shard of(String channel) {
        return all.get(all.size() == 1 ? 0 : index(hash(channel), seeds));
    }

    /** Returns the index of the seed with the highest value when combined with the hash. */
    static int index(long hash, long[] seeds) {
        int best = 0;
        long highest = Long.MIN_VALUE;
        for (int i = 0; i < seeds.length; i++) {
            long weight = mix(hash ^ seeds[i]);
            if (weight > highest) {
                highest = weight;
                best = i;
            }
        }
        return best;
    }

    /** Returns the FNV-1a hash of the characters. */
    static long hash(String text) {
        long hash = FNV_OFFSET;
        for (int i = 0; i < text.length(); i++) {
            hash = (hash ^ text.charAt(i)) * FNV_PRIME;
        }
        return hash;
    }

    private static long mix(long value) {
        long mixed = (value ^ (value >>> 30)) * FIRST_MULTIPLIER;
        mixed = (mixed ^ (mixed >>> 27)) * SECOND_MULTIPLIER;
        return mixed ^ (mixed >>> 31);
    }
}
