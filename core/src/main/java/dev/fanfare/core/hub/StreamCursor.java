package dev.fanfare.core.hub;

import dev.fanfare.model.channel.Publication;
import dev.fanfare.model.channel.StreamPosition;

/**
 * Where a reader of a channel stands, and the rule by which the next publication may follow. Confined to the event loop.
 *
 * <p>A reader that begins at a position read from the history may still meet live publications up to it, which were under
 * way at that time: they are passed over until the first one beyond has come. From then on an offset at or below the
 * expected one means that the history has lost its end, and one above it that something was missed.
 */
final class StreamCursor {
    /** What a publication is to the reader. */
    enum Verdict {
        /** It follows, or has no position. */
        NEXT,
        /** The reader has it from the history. */
        SEEN,
        /** It does not follow. */
        BROKEN
    }

    private final String epoch;
    private final long interruptions;
    private long offset;
    private boolean live;

    /**
     * A reader that begins behind a position of the history.
     *
     * @param interruptions how often the broker had been interrupted when that was asked for
     */
    StreamCursor(StreamPosition start, long interruptions) {
        this.epoch = start.epoch();
        this.offset = start.offset();
        this.interruptions = interruptions;
    }

    Verdict accept(Publication publication) {
        var position = publication.position();
        if (position == null) {
            return Verdict.NEXT;
        }
        if (!position.epoch().equals(epoch)) {
            return Verdict.BROKEN;
        }
        if (position.offset() == offset + 1) {
            offset++;
            live = true;
            return Verdict.NEXT;
        }
        return position.offset() <= offset && !live ? Verdict.SEEN : Verdict.BROKEN;
    }

    /**
     * The broker was interrupted for the so manieth time: nothing from before is under way any more. True when that was
     * after the history was asked for, so that its end may be lost.
     */
    boolean interrupt(long number) {
        boolean later = number > interruptions;
        live |= later;
        return later;
    }

    String epoch() {
        return epoch;
    }

    StreamPosition position() {
        return new StreamPosition(epoch, offset);
    }

    long offset() {
        return offset;
    }

    boolean isOf(String otherEpoch) {
        return epoch.equals(otherEpoch);
    }

    /** True when both expect the same publication next. */
    boolean isAlignedWith(StreamCursor other) {
        return offset == other.offset && epoch.equals(other.epoch);
    }
}
