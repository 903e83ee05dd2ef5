package dev.fanfare.core.hub;

import dev.fanfare.core.session.LoopWheel;
import dev.fanfare.model.channel.HistoryRetention;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The subscribers of one channel and loop that get each publication in its position, or are told. Confined to the event
 * loop.
 *
 * <p>Nearly always all of them stand at one {@link GroupCursor}, so that one look at a publication is enough. Who begins
 * elsewhere, because its history was read while publications were under way, makes a place of its own, which is joined with
 * the other when it has come to where that one is.
 */
final class PositionedMembers extends LoopWheel.Item {
    private final ChannelFanOut fanOut;
    private final List<GroupCursor> places = new ArrayList<>(1);
    private HistoryRetention retention;
    private int members;
    private @Nullable GroupCursor visited;
    private long visitedOffset;

    PositionedMembers(ChannelFanOut fanOut, HistoryRetention retention) {
        this.fanOut = fanOut;
        this.retention = retention;
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
    boolean release() {
        members--;
        if (members == 0) {
            // A check of their places may be under way, and says nothing of those who come after them.
            places.clear();
        }
        return members == 0;
    }

    /**
     * Lets a subscriber in that stands here, and has got everything up to it. Who stands in another epoch is told: this
     * subscriber's history was read later, or what was taken meanwhile would not have followed it.
     */
    void admit(Subscriber subscriber, StreamCursor own) {
        places.removeIf(place -> !fanOut.isInhabited(place));
        lose(places.stream()
                .filter(place -> !place.sequence().isOf(own.epoch()))
                .toList());
        fanOut.join(subscriber, placeOf(own));
    }

    /** Before a new batch: places that are the same by now become one. */
    void settle() {
        places.removeIf(place -> !fanOut.isInhabited(place));
        for (int i = 0; i < places.size(); i++) {
            var place = places.get(i);
            for (int j = places.size() - 1; j > i; j--) {
                if (places.get(j).sequence().isAlignedWith(place.sequence())) {
                    fanOut.move(places.remove(j), place);
                }
            }
        }
    }

    /** Looks at a new batch: whom it breaks the thread for is told. */
    void arrive(List<Delivery> batch) {
        lose(places.stream().filter(place -> !place.follow(batch)).toList());
        boolean interrupted = false;
        for (var place : places) {
            interrupted |= place.takeInterrupted();
        }
        if (interrupted) {
            fanOut.checkPosition();
        }
    }

    /** True when nothing has moved since this was asked the last time. */
    boolean wasSilent() {
        var place = places.size() == 1 ? places.getFirst() : null;
        long offset = place == null ? 0 : place.sequence().offset();
        boolean silent = place == null || (place == visited && offset == visitedOffset);
        visited = place;
        visitedOffset = offset;
        return silent;
    }

    /** Every place that somebody stands at now. */
    List<GroupCursor> places() {
        return places.stream().filter(fanOut::isInhabited).toList();
    }

    /** Who stands at one of these places has lost the thread: they are told, a slice after the other. */
    void lose(List<GroupCursor> lost) {
        for (var place : lost) {
            if (places.remove(place)) {
                fanOut.retire(place);
            }
        }
    }

    private GroupCursor placeOf(StreamCursor own) {
        for (var place : places) {
            if (place.sequence().isAlignedWith(own)) {
                return place;
            }
        }
        var place = new GroupCursor(own);
        places.add(place);
        return place;
    }
}
