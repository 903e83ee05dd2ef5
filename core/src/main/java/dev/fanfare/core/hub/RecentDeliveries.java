package dev.fanfare.core.hub;

import java.util.ArrayDeque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a channel's loop has taken from the mailbox while subscribers wait for their history: one copy for all of them.
 * Bounded in bytes: whoever begins too long ago has to begin anew. Empty while nobody waits. Confined to the event loop.
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

    /** Begins to read at what is taken next. */
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

    /** Somebody who waits. */
    final class Reader {
        private long begin = nextNumber();

        /** Begins anew, at what is taken next. */
        void restart() {
            begin = nextNumber();
        }

        /** Everything taken since the beginning; null when that is not complete any more. */
        @Nullable
        List<Delivery> read() {
            return begin < firstNumber
                    ? null
                    : deliveries.stream().skip(begin - firstNumber).toList();
        }

        /** Waits no longer; to be called once. */
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
