package dev.fanfare.core.hub;

import java.util.ArrayDeque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The deliveries taken from a mailbox while subscribers wait for their history, shared by all of them. Confined to the
 * event loop. Bounded in bytes: readers that started too long ago must start again. Empty while there are no readers.
 */
final class RecentDeliveries {
    private final int maxBytes;
    private final ArrayDeque<Delivery> deliveries = new ArrayDeque<>(2);
    private long firstNumber;
    private int bytes;
    private int readers;

    RecentDeliveries(int maxBytes) {
        this.maxBytes = maxBytes;
    }

    /** Starts reading at the next delivery. */
    Reader open() {
        readers++;
        return new Reader();
    }

    void add(List<Delivery> taken) {
        if (readers == 0) {
            return;
        }
        for (var delivery : taken) {
            deliveries.add(delivery);
            bytes += delivery.bytes();
            while (bytes > maxBytes) {
                bytes -= deliveries.remove().bytes();
                firstNumber++;
            }
        }
    }

    private long nextNumber() {
        return firstNumber + deliveries.size();
    }

    /** A waiting subscriber. Confined to the event loop. */
    final class Reader {
        private long begin = nextNumber();

        /** Starts again at the next delivery. */
        void restart() {
            begin = nextNumber();
        }

        /** Returns all deliveries since the start; null if some were dropped. */
        @Nullable
        List<Delivery> read() {
            return begin < firstNumber
                    ? null
                    : deliveries.stream().skip(begin - firstNumber).toList();
        }

        /** Stops reading. Called once. */
        void close() {
            readers--;
            if (readers == 0) {
                firstNumber += deliveries.size();
                deliveries.clear();
                bytes = 0;
            }
        }
    }
}
