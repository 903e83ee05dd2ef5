package dev.fanfare.abuse;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * What a server holds while it has no clients. Immutable.
 *
 * @param live objects in the heap
 * @param resident resident memory
 * @param fileDescriptors open file descriptors
 * @param lives connections so far
 */
record SoakSample(LiveObjects live, long resident, long fileDescriptors, long lives) {
    private static final long MAX_HEAP_GROWTH = 6L << 20;
    private static final long MAX_RESIDENT_GROWTH = 48L << 20;
    private static final long MAX_DESCRIPTOR_GROWTH = 10;
    /** Pools keep some objects. */
    private static final long MAX_INSTANCE_GROWTH = 500;

    private static final long LIVES_PER_LEAK = 10;
    /** Types whose number is limited, with the limit: a node keeps the last departures from presence in Redis. */
    private static final Map<String, Long> LIMITED = Map.of("dev.fanfare.engine.redis.Departures$Departure", 10_000L);

    /** Describes what has grown since a previous sample. */
    List<String> growthSince(SoakSample before) {
        var growth = new ArrayList<String>();
        check(growth, "live heap", before.live.bytes(), live.bytes(), MAX_HEAP_GROWTH);
        check(growth, "resident memory", before.resident, resident, MAX_RESIDENT_GROWTH);
        check(growth, "file descriptors", before.fileDescriptors, fileDescriptors, MAX_DESCRIPTOR_GROWTH);
        long allowed = allowedInstances(before);
        live.instances()
                .forEach((type, count) -> check(
                        growth,
                        type,
                        before.live.instances().getOrDefault(type, 0L),
                        count,
                        Math.max(allowed, LIMITED.getOrDefault(type, 0L))));
        return growth;
    }

    /** Returns true if a leak of one object per connection since a previous sample exceeds the permitted growth. */
    boolean revealsLeakSince(SoakSample before) {
        return lives - before.lives > allowedInstances(before);
    }

    private long allowedInstances(SoakSample before) {
        return MAX_INSTANCE_GROWTH + (lives - before.lives) / LIVES_PER_LEAK;
    }

    private static void check(List<String> growth, String what, long before, long after, long allowed) {
        if (after - before > allowed) {
            growth.add("%s: from %,d to %,d, at most %,d more are allowed".formatted(what, before, after, allowed));
        }
    }

    @Override
    public String toString() {
        return "%,d connections so far, live heap %,d bytes, resident %,d bytes, %d file descriptors, %,d objects of Fanfare and Netty"
                .formatted(
                        lives,
                        live.bytes(),
                        resident,
                        fileDescriptors,
                        live.instances().values().stream()
                                .mapToLong(Long::longValue)
                                .sum());
    }
}
