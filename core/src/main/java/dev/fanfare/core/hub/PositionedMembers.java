package dev.fanfare.core.hub;

import dev.fanfare.core.channel.Publication;
import dev.fanfare.core.hub.Sequence.Verdict;
import dev.fanfare.core.port.HistoryRetention;
import dev.fanfare.core.session.LoopWheel;
import dev.fanfare.core.session.Unsubscribe;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The subscribers of one channel and loop that get each publication in its position, or are told. Confined to the event
 * loop.
 *
 * <p>All of them stand at one place, so that one {@link Sequence} looks at a publication for all. Who begins elsewhere,
 * because its history was read while publications were under way, is served by itself until it has come to the others'
 * place.
 */
final class PositionedMembers extends LoopWheel.Item {
    /** A subscriber that is served by itself, and its own place. */
    private record Aligning(Subscriber subscriber, Sequence sequence) {}

    private final ChannelFanOut fanOut;
    private final RecentDeliveries recent;
    private final List<Aligning> aligning = new ArrayList<>(0);
    private HistoryRetention retention;
    private @Nullable Sequence sequence;
    private int members;
    private boolean interrupted;
    private @Nullable Sequence visited;
    private long visitedOffset;

    PositionedMembers(ChannelFanOut fanOut, HistoryRetention retention, int recentBytes) {
        this.fanOut = fanOut;
        this.retention = retention;
        this.recent = new RecentDeliveries(recentBytes);
    }

    String channel() {
        return fanOut.channel();
    }

    /** The longest that one of them named. */
    HistoryRetention retention() {
        return retention;
    }

    /** Counts a subscriber, pending or active, for whom epoch and top are kept so long. */
    void retain(HistoryRetention own) {
        members++;
        if (own.metaAge().compareTo(retention.metaAge()) > 0) {
            retention = own;
        }
    }

    /** Counts a subscriber that went; true when it was the last. */
    boolean release(Subscriber subscriber) {
        members--;
        aligning.removeIf(one -> one.subscriber == subscriber);
        if (members == 0) {
            // A check of their place may be under way, and says nothing of those who come after them.
            sequence = null;
        }
        return members == 0;
    }

    /** What is taken from the mailbox from now on, for a subscriber that waits for its history. */
    RecentDeliveries.Reader openRecent() {
        return recent.open();
    }

    /** Lets a subscriber in that stands at this place, and has got everything up to it. */
    void admit(Subscriber subscriber, Sequence own) {
        var place = sequence;
        if (place == null || fanOut.hasNoPositioned()) {
            sequence = own;
            fanOut.join(subscriber);
        } else if (place.isAlignedWith(own)) {
            fanOut.join(subscriber);
        } else if (place.isOf(own.epoch())) {
            aligning.add(new Aligning(subscriber, own));
        } else {
            // Its history was read later than theirs, or what was taken meanwhile would not have fitted: theirs is
            // lost.
            loseAll();
            sequence = own;
            fanOut.join(subscriber);
        }
    }

    /** Looks at what was taken from the mailbox; returns what those at the common place get of it. */
    List<Delivery> arrive(List<Delivery> taken) {
        recent.add(taken);
        var place = fanOut.hasNoPositioned() ? null : sequence;
        var next = place == null ? List.<Delivery>of() : follow(place, taken);
        if (next == null) {
            loseAll();
        }
        serveAligning(taken);
        if (interrupted) {
            interrupted = false;
            fanOut.checkPosition();
        }
        return next == null ? List.of() : next;
    }

    /** True when nothing has moved since this was asked the last time. */
    boolean wasSilent() {
        var place = sequence;
        long offset = place == null ? 0 : place.offset();
        boolean silent = !aligning.isEmpty() || (place == visited && offset == visitedOffset);
        visited = place;
        visitedOffset = offset;
        return silent;
    }

    /** Every place that somebody stands at now. */
    List<Sequence> places() {
        var places = new ArrayList<Sequence>(1 + aligning.size());
        if (sequence != null && !fanOut.hasNoPositioned()) {
            places.add(sequence);
        }
        aligning.forEach(one -> places.add(one.sequence));
        return places;
    }

    /** What stands at one of these places has lost the thread: it is told. */
    void lose(List<Sequence> places) {
        if (sequence != null && places.contains(sequence) && !fanOut.hasNoPositioned()) {
            loseAll();
        }
        var lost = aligning.stream()
                .filter(one -> places.contains(one.sequence))
                .map(Aligning::subscriber)
                .toList();
        lost.forEach(subscriber -> subscriber.end(Unsubscribe.INSUFFICIENT_STATE));
        settle();
    }

    private void loseAll() {
        sequence = null;
        fanOut.retirePositioned();
    }

    /** What follows of these; null when one of them breaks the sequence. */
    private @Nullable List<Delivery> follow(Sequence place, List<Delivery> taken) {
        var next = new ArrayList<Delivery>(taken.size());
        for (var delivery : taken) {
            if (delivery == Delivery.INTERRUPTION) {
                place.interrupt();
                interrupted = true;
                continue;
            }
            var verdict = delivery.push() instanceof Publication publication ? place.accept(publication) : Verdict.NEXT;
            switch (verdict) {
                case NEXT -> next.add(delivery);
                case SEEN -> {}
                case BROKEN -> {
                    return null;
                }
            }
        }
        return next;
    }

    private void serveAligning(List<Delivery> taken) {
        for (var one : List.copyOf(aligning)) {
            if (one.subscriber.isCancelled()) {
                continue;
            }
            var next = follow(one.sequence, taken);
            if (next == null) {
                one.subscriber.end(Unsubscribe.INSUFFICIENT_STATE);
            } else {
                fanOut.handOutTo(one.subscriber, next);
            }
        }
        settle();
    }

    /** Whoever has come to the others' place stands there from now on. */
    private void settle() {
        for (var one : List.copyOf(aligning)) {
            var place = sequence;
            if (one.subscriber.isCancelled()) {
                continue;
            }
            if (place == null || fanOut.hasNoPositioned() || place.isAlignedWith(one.sequence)) {
                aligning.remove(one);
                admit(one.subscriber, one.sequence);
            }
        }
    }
}
