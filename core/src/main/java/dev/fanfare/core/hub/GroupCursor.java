package dev.fanfare.core.hub;

import dev.fanfare.model.channel.Publication;
import java.util.ArrayList;
import java.util.List;

/**
 * Where some of a channel's positioned subscribers stand together, and what follows for them in the batch that is being
 * handed out. Confined to the event loop.
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

    /** What its subscribers get of the batch. */
    List<Delivery> next() {
        return next;
    }

    /** True once after an interruption that it had not heard of. */
    boolean takeInterrupted() {
        boolean was = interrupted;
        interrupted = false;
        return was;
    }

    /** Looks at a new batch; false when something of it does not follow. */
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
