package dev.fanfare.core.hub;

import dev.fanfare.model.channel.Publication;
import dev.fanfare.model.channel.StreamPosition;

/**
 * The position of a reader in a channel, and the rule for the next publication. Confined to the event loop.
 *
 * <p>A reader that starts at a position from the history may receive live publications up to that position, which were
 * in transit during the read. They are skipped until the first later one arrives. After that, an offset at or below the
 * position means that the history has lost its latest publications, and a gap means that a publication was missed.
 */
final class StreamCursor {
    /** The relation of a publication to the reader. */
    enum Verdict {
        /** The publication is the next one, or has no position. */
        NEXT,
        /** The reader already has the publication from the history. */
        SEEN,
        /** The publication does not follow. */
        BROKEN
    }

    private final String epoch;
    private final long interruptions;
    private long offset;
    private boolean live;

    /**
     * Creates a cursor at a position of the history.
     *
     * @param interruptions number of interruptions of the broker when the history was requested
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
     * Records the interruption with this number: no earlier publication is in transit any more. Returns true if it
     * happened after the history was requested, so the history may have lost its latest publications.
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

    /** Returns true if both expect the same publication next. */
    boolean isAlignedWith(StreamCursor other) {
        return offset == other.offset && epoch.equals(other.epoch);
    }
}
