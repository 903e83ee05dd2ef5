package dev.fanfare.cli.bench;

import java.util.BitSet;
import org.jspecify.annotations.Nullable;

/**
 * The publications of one stream that one subscriber has received during one subscription. Counts exactly: each sequence number is
 * new, late (after a higher one), or a duplicate. Confined to the event loop of the subscriber, until the run has ended.
 *
 * <p>Publications that were sent before the subscription are not expected, but may be received.
 */
final class StreamTracker {
    /** The result of a delivery. */
    enum Arrival {
        /** The next publication, or one after a gap. */
        NEW,
        /** A publication of an earlier gap: the order was changed. */
        LATE,
        /** The publication was received before. */
        DUPLICATE
    }

    private static final long UNKNOWN = -1;

    private final StreamState stream;
    /** The first expected number, or {@link #UNKNOWN} until the first delivery. */
    private long from;
    /** The numbers that were skipped, as differences from {@link #from}; null if there were none. */
    private @Nullable BitSet missing;

    private long next;
    /** The number of publications that were sent before the connection ended. */
    private long sentAtEnd;

    private StreamTracker(StreamState stream, long from) {
        this.stream = stream;
        this.from = from;
    }

    /** Returns the tracker of a subscription that is active from now on. */
    static StreamTracker fromNow(StreamState stream) {
        return new StreamTracker(stream, stream.sent());
    }

    /** Returns the tracker of a subscription that the server does not confirm: it is active from its first delivery on. */
    static StreamTracker fromFirstDelivery(StreamState stream) {
        return new StreamTracker(stream, UNKNOWN);
    }

    StreamState stream() {
        return stream;
    }

    Arrival accept(long sequence) {
        from = from == UNKNOWN ? sequence : from;
        if (sequence >= next) {
            skip(Math.max(next, from), sequence);
            next = sequence + 1;
            return Arrival.NEW;
        }
        int index = (int) (sequence - from);
        if (missing != null && index >= 0 && missing.get(index)) {
            missing.clear(index);
            return Arrival.LATE;
        }
        return Arrival.DUPLICATE;
    }

    private void skip(long first, long end) {
        if (first < end) {
            missing = missing == null ? new BitSet() : missing;
            missing.set((int) (first - from), (int) (end - from));
        }
    }

    /** The connection has ended. */
    void end() {
        sentAtEnd = stream.sent();
    }

    /** The number of accepted publications that may have been on their way when the connection ended. */
    long outstandingAtEnd() {
        return accepted(Math.max(next, from), sentAtEnd);
    }

    /** Whether publications before the last received one are missing. */
    boolean hasGaps() {
        return missing != null && !missing.isEmpty();
    }

    /** Whether all publications that were sent until now have been received. */
    boolean isComplete() {
        return from == UNKNOWN || (!hasGaps() && Math.max(next, from) >= stream.sent());
    }

    /** The number of accepted publications in gaps. Requires that the stream has ended. */
    long lostInGaps() {
        return missing == null
                ? 0
                : missing.stream()
                        .filter(index -> stream.isAccepted(from + index))
                        .count();
    }

    /** The number of accepted publications after the last received one. Requires that the stream has ended. */
    long outstanding() {
        return accepted(Math.max(next, from), stream.sent());
    }

    /** The number of publications that this subscription should have delivered. Requires that the stream has ended. */
    long expected(boolean untilTheEnd) {
        return accepted(from, untilTheEnd ? stream.sent() : next);
    }

    private long accepted(long first, long end) {
        return from == UNKNOWN ? 0 : stream.accepted(first, end);
    }
}
