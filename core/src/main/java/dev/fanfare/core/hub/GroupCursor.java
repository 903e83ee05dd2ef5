package dev.fanfare.core.hub;

import dev.fanfare.model.channel.Publication;
import java.util.ArrayList;
import java.util.List;

/**
 * The common stream cursor of positioned subscribers, with the part of the current batch that follows it. Confined to
 * the event loop.
 */
final class GroupCursor {
    private final StreamCursor stream;
    private List<Delivery> next = List.of();
    private boolean interrupted;

    GroupCursor(StreamCursor stream) {
        this.stream = stream;
    }

    StreamCursor stream() {
        return stream;
    }

    /** Returns what the subscribers receive of the batch. */
    List<Delivery> next() {
        return next;
    }

    /** Returns and clears whether an interruption arrived that is newer than the history read. */
    boolean takeInterrupted() {
        boolean was = interrupted;
        interrupted = false;
        return was;
    }

    /** Advances over a new batch; returns false if a publication does not follow. */
    boolean follow(List<Delivery> batch) {
        var following = new ArrayList<Delivery>(batch.size());
        for (var delivery : batch) {
            if (delivery instanceof Delivery.Interruption interruption) {
                interrupted |= stream.interrupt(interruption.number());
                continue;
            }
            var verdict = delivery.push() instanceof Publication publication
                    ? stream.accept(publication)
                    : StreamCursor.Verdict.NEXT;
            switch (verdict) {
                case NEXT -> following.add(delivery);
                case SEEN -> {}
                case BROKEN -> {
                    return false;
                }
            }
        }
        next = following;
        return true;
    }
}
