package dev.fanfare.core.memory;

import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * Shares of the channels, each with a lock of its own: which one a channel belongs to. Immutable.
 *
 * @param <S> one share
 */
final class Stripes<S> {
    static final int COUNT = 64;

    private static final int COUNT_BITS = 6;
    private static final int GOLDEN_RATIO = 0x9E3779B9;

    private final List<S> stripes;

    Stripes(Supplier<S> stripe) {
        stripes = Stream.generate(stripe).limit(COUNT).toList();
    }

    S of(String channel) {
        return stripes.get(indexOf(channel));
    }

    S at(int index) {
        return stripes.get(index);
    }

    Stream<S> stream() {
        return stripes.stream();
    }

    /**
     * The high bits of a product, because the hash maps within a stripe go by the low bits of the hash: if these chose the
     * stripe, too, a stripe's channels would share one in {@value #COUNT} of its buckets.
     */
    static int indexOf(String channel) {
        return (channel.hashCode() * GOLDEN_RATIO) >>> (Integer.SIZE - COUNT_BITS);
    }
}
