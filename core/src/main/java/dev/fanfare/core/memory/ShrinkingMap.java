package dev.fanfare.core.memory;

import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A hash map that shrinks its table after most entries were removed. Not thread-safe; guarded by the owner's lock. */
final class ShrinkingMap<K, V> {
    /** Most maps hold one or two entries. */
    private static final int FIRST_CAPACITY = 2;
    /** Size below which the table is kept. */
    private static final int SMALL = 64;

    private static final int SHRINK_BELOW_ONE_IN = 4;

    private Map<K, V> map = new HashMap<>(FIRST_CAPACITY);
    private int peak;

    int size() {
        return map.size();
    }

    boolean isEmpty() {
        return map.isEmpty();
    }

    Collection<V> values() {
        return map.values();
    }

    @Nullable
    V get(K key) {
        return map.get(key);
    }

    void put(K key, V value) {
        map.put(key, value);
        peak = Math.max(peak, map.size());
    }

    void remove(K key) {
        map.remove(key);
        shrink();
    }

    void clear() {
        map = new HashMap<>(FIRST_CAPACITY);
        peak = 0;
    }

    private void shrink() {
        if (peak > SMALL && map.size() < peak / SHRINK_BELOW_ONE_IN) {
            map = new HashMap<>(map);
            peak = map.size();
        }
    }
}
