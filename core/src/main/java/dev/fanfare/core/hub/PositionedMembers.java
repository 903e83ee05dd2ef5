package dev.fanfare.core.hub;

import dev.fanfare.core.transport.LoopWheel;
import dev.fanfare.model.channel.HistoryRetention;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The positioned subscribers of one channel and loop. Confined to the event loop. Each of them receives every
 * publication in order, or its subscription ends.
 *
 * <p>Almost always, all of them share one {@link GroupCursor}, so each publication is checked once. A subscriber whose
 * history was read while publications were in transit starts with a separate cursor, which is merged with another one
 * as soon as their positions are equal.
 */
final class PositionedMembers extends LoopWheel.Item {
    private final ChannelFanOut fanOut;
    private final List<GroupCursor> cursors = new ArrayList<>(1);
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

    /** Returns the longest retention of the subscribers. */
    HistoryRetention retention() {
        return retention;
    }

    /** Counts a pending or active subscriber with its retention. */
    void retain(HistoryRetention own) {
        members++;
        if (own.metaAge().compareTo(retention.metaAge()) > 0) {
            retention = own;
        }
    }

    /** Counts a subscriber that left; returns true if it was the last one. */
    boolean release() {
        members--;
        if (members == 0) {
            // A check in progress must not affect the subscribers that come later.
            cursors.clear();
        }
        return members == 0;
    }

    /**
     * Adds a subscriber that has received everything up to its cursor. If others have another epoch, one of the two has
     * ended. A comparison with the broker determines which, because the history of either may have been read first.
     */
    void admit(Subscriber subscriber, StreamCursor own) {
        cursors.removeIf(cursor -> !fanOut.hasSubscribers(cursor));
        boolean sameEpoch = cursors.stream().allMatch(cursor -> cursor.stream().isOf(own.epoch()));
        fanOut.join(subscriber, cursorOf(own));
        if (!sameEpoch) {
            fanOut.checkPosition();
        }
    }

    /** Merges equal cursors before a new batch. */
    void settle() {
        cursors.removeIf(cursor -> !fanOut.hasSubscribers(cursor));
        for (int i = 0; i < cursors.size(); i++) {
            var cursor = cursors.get(i);
            for (int j = cursors.size() - 1; j > i; j--) {
                if (cursors.get(j).stream().isAlignedWith(cursor.stream())) {
                    fanOut.move(cursors.remove(j), cursor);
                }
            }
        }
    }

    /** Checks a new batch and ends subscriptions that it does not follow. */
    void arrive(List<Delivery> batch) {
        lose(cursors.stream().filter(cursor -> !cursor.follow(batch)).toList());
        boolean interrupted = false;
        for (var cursor : cursors) {
            interrupted |= cursor.takeInterrupted();
        }
        if (interrupted) {
            fanOut.checkPosition();
        }
    }

    /** Returns true if no publication arrived since the last call. */
    boolean wasSilent() {
        var cursor = cursors.size() == 1 ? cursors.getFirst() : null;
        long offset = cursor == null ? 0 : cursor.stream().offset();
        boolean silent = cursor == null || (cursor == visited && offset == visitedOffset);
        visited = cursor;
        visitedOffset = offset;
        return silent;
    }

    /** Returns the cursors that have active subscribers. */
    List<GroupCursor> cursors() {
        return cursors.stream().filter(fanOut::hasSubscribers).toList();
    }

    /** Ends the subscriptions at these cursors, in slices. */
    void lose(List<GroupCursor> lost) {
        for (var cursor : lost) {
            if (cursors.remove(cursor)) {
                fanOut.retire(cursor);
            }
        }
    }

    private GroupCursor cursorOf(StreamCursor own) {
        for (var cursor : cursors) {
            if (cursor.stream().isAlignedWith(own)) {
                return cursor;
            }
        }
        var cursor = new GroupCursor(own);
        cursors.add(cursor);
        return cursor;
    }
}
