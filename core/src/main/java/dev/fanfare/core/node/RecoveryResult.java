package dev.fanfare.core.node;

import dev.fanfare.core.hub.PendingSubscriber.Merge;
import dev.fanfare.core.node.SubscribeResult.Subscribed;
import dev.fanfare.core.port.HistoryBroker.HistoryPage;
import dev.fanfare.model.channel.Publication;
import dev.fanfare.model.channel.StreamPosition;
import java.util.ArrayList;
import java.util.List;

/**
 * Where a positioned subscriber begins, as the history was when it was read. Immutable.
 *
 * @param top the history's top
 * @param recovery whether the client got what it missed
 * @param publications what it missed, up to the top
 */
record RecoveryResult(StreamPosition top, Recovery recovery, List<Publication> publications) {
    /** A client that begins anew at the top. */
    static RecoveryResult anew(StreamPosition top, Recovery recovery) {
        return new RecoveryResult(top, recovery, List.of());
    }

    /** A client that stood here, and what the history says of the time since. */
    static RecoveryResult ofStream(StreamPosition since, HistoryPage page) {
        var top = page.top();
        var missed = page.publications();
        boolean complete = missed.isEmpty()
                ? since.offset() == top.offset()
                : offset(missed.getFirst()) == since.offset() + 1 && offset(missed.getLast()) == top.offset();
        return since.epoch().equals(top.epoch()) && complete
                ? new RecoveryResult(top, Recovery.RECOVERED, missed)
                : anew(top, Recovery.NOT_RECOVERED);
    }

    /** A client that stood here and needs the latest, and the latest of the history. */
    static RecoveryResult ofCache(StreamPosition since, HistoryPage latest) {
        var top = latest.top();
        if (since.equals(top)) {
            return anew(top, Recovery.RECOVERED);
        }
        var publications = latest.publications();
        return publications.isEmpty() || offset(publications.getLast()) != top.offset()
                ? anew(top, Recovery.NOT_RECOVERED)
                : new RecoveryResult(top, Recovery.RECOVERED, publications);
    }

    /** The answer in stream mode, with all that arrived since the history was read. */
    Subscribed allOf(Merge merge) {
        return recovery == Recovery.RECOVERED ? complete(merge) : new Subscribed(merge.position(), recovery, List.of());
    }

    /** The answer to a client for which something was made meanwhile: all that arrived, whether it returns or not. */
    Subscribed complete(Merge merge) {
        var all = new ArrayList<>(publications);
        all.addAll(merge.arrived());
        return new Subscribed(merge.position(), recovery, all);
    }

    /** The answer in cache mode: the latest of what was read and what arrived since. */
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
            throw new IllegalStateException("a publication without position came out of a history");
        }
        return position.offset();
    }
}
