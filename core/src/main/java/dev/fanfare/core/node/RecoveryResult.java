package dev.fanfare.core.node;

import dev.fanfare.core.hub.PendingSubscriber.Merge;
import dev.fanfare.core.node.SubscribeResult.Subscribed;
import dev.fanfare.core.port.HistoryBroker.HistoryPage;
import dev.fanfare.model.channel.Publication;
import dev.fanfare.model.channel.StreamPosition;
import java.util.ArrayList;
import java.util.List;

/**
 * The history that a positioned subscriber starts with, as of the read. Immutable.
 *
 * @param top the top of the history
 * @param recovery the outcome of the recovery
 * @param publications the missed publications up to the top
 */
record RecoveryResult(StreamPosition top, Recovery recovery, List<Publication> publications) {
    /** Creates a result that starts at the top. */
    static RecoveryResult startingAt(StreamPosition top, Recovery recovery) {
        return new RecoveryResult(top, recovery, List.of());
    }

    /** Creates the result for a client at a position, from the publications after it. */
    static RecoveryResult ofStream(StreamPosition since, HistoryPage page) {
        var top = page.top();
        var missed = page.publications();
        boolean complete = missed.isEmpty()
                ? since.offset() == top.offset()
                : offset(missed.getFirst()) == since.offset() + 1 && offset(missed.getLast()) == top.offset();
        return page.lineage().contains(since) && complete
                ? new RecoveryResult(top, Recovery.RECOVERED, missed)
                : startingAt(top, Recovery.NOT_RECOVERED);
    }

    /**
     * Creates the result for a client at a position in cache mode, from the latest publication. A position of an earlier
     * epoch is never up to date.
     */
    static RecoveryResult ofCache(StreamPosition since, HistoryPage latest) {
        var top = latest.top();
        if (since.equals(top)) {
            return startingAt(top, Recovery.RECOVERED);
        }
        var publications = latest.publications();
        return publications.isEmpty() || offset(publications.getLast()) != top.offset()
                ? startingAt(top, Recovery.NOT_RECOVERED)
                : new RecoveryResult(top, Recovery.RECOVERED, publications);
    }

    /** Returns the reply in stream mode, with everything that arrived since the read. */
    Subscribed allOf(Merge merge) {
        return recovery == Recovery.RECOVERED ? complete(merge) : new Subscribed(merge.position(), recovery, List.of());
    }

    /**
     * Returns the reply for a client with a prepared state: everything that arrived, whether the client recovers or
     * not.
     */
    Subscribed complete(Merge merge) {
        var all = new ArrayList<>(publications);
        all.addAll(merge.arrived());
        return new Subscribed(merge.position(), recovery, all);
    }

    /** Returns the reply in cache mode: the latest publication of the read and of what arrived since. */
    Subscribed latestOf(Merge merge) {
        if (recovery == Recovery.NOT_ASKED || merge.arrived().isEmpty()) {
            return new Subscribed(merge.position(), recovery, publications);
        }
        var latest = merge.arrived().getLast();
        return new Subscribed(merge.position(), Recovery.RECOVERED, List.of(latest));
    }

    private static long offset(Publication publication) {
        var position = publication.position();
        if (position == null) {
            throw new IllegalStateException("the history returned a publication without position");
        }
        return position.offset();
    }
}
