package dev.fanfare.core.memory;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ExpiryHeapTest {
    private static final int STEPS = 20_000;
    private static final int LONGEST = 500;

    /** Starts near the overflow of the clock. */
    @ParameterizedTest
    @ValueSource(longs = {0, 1, 2, 3})
    void heap_randomOperations_expiresExactlyWhatIsDue(long seed) {
        var random = new Random(seed);
        var heap = new ExpiryHeap<Thing>();
        var ends = new HashMap<Thing, Long>();
        long now = Long.MAX_VALUE - STEPS / 2;
        for (int step = 0; step < STEPS; step++) {
            now++;
            int choice = random.nextInt(10);
            if (choice < 5 || ends.isEmpty()) {
                add(heap, ends, now + 1 + random.nextInt(LONGEST));
            } else if (choice < 8) {
                change(heap, ends, any(ends, random), now + 1 + random.nextInt(LONGEST));
            } else {
                remove(heap, ends, any(ends, random));
            }
            assertThat(expire(heap, now)).as("seed " + seed).isEqualTo(expire(ends, now));
            assertThat(heap.size()).isEqualTo(ends.size());
        }
    }

    private static void add(ExpiryHeap<Thing> heap, Map<Thing, Long> ends, long end) {
        var thing = new Thing();
        heap.add(thing, end);
        ends.put(thing, end);
    }

    private static void change(ExpiryHeap<Thing> heap, Map<Thing, Long> ends, Thing thing, long end) {
        heap.change(thing, end);
        ends.put(thing, end);
    }

    private static void remove(ExpiryHeap<Thing> heap, Map<Thing, Long> ends, Thing thing) {
        heap.remove(thing);
        ends.remove(thing);
    }

    private static Thing any(Map<Thing, Long> ends, Random random) {
        return ends.keySet().stream()
                .skip(random.nextInt(Math.min(20, ends.size())))
                .findFirst()
                .orElseThrow();
    }

    private static Set<Thing> expire(ExpiryHeap<Thing> heap, long now) {
        var expired = new HashSet<Thing>();
        for (var thing = heap.pollExpired(now); thing != null; thing = heap.pollExpired(now)) {
            expired.add(thing);
        }
        return expired;
    }

    private static Set<Thing> expire(Map<Thing, Long> ends, long now) {
        var expired = ends.entrySet().stream()
                .filter(entry -> entry.getValue() - now <= 0)
                .map(Map.Entry::getKey)
                .collect(Collectors.toSet());
        ends.keySet().removeAll(expired);
        return expired;
    }

    private static final class Thing extends ExpiryHeap.Expiring {}
}
