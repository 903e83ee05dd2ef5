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
 * elsewhere, because its history was read while publications were under way, makes a cursor of its own, which is joined with
 * the other when it has come to where that one is.
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
            // A check of their cursors may be under way, and says nothing of those who come after them.
            cursors.clear();
        }
        return members == 0;
    }

    /**
     * Lets a subscriber in that stands here, and has got everything up to it. Who stands in another epoch is told: this
     * subscriber's history was read later, or what was taken meanwhile would not have followed it.
     */
    void admit(Subscriber subscriber, StreamCursor own) {
        cursors.removeIf(cursor -> !fanOut.hasSubscribers(cursor));
        lose(cursors.stream()
                .filter(cursor -> !cursor.stream().isOf(own.epoch()))
                .toList());
        fanOut.join(subscriber, cursorOf(own));
    }

    /** Before a new batch: cursors that are the same by now become one. */
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

    /** Looks at a new batch: whom it breaks the thread for is told. */
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

    /** True when nothing has moved since this was asked the last time. */
    boolean wasSilent() {
        var cursor = cursors.size() == 1 ? cursors.getFirst() : null;
        long offset = cursor == null ? 0 : cursor.stream().offset();
        boolean silent = cursor == null || (cursor == visited && offset == visitedOffset);
        visited = cursor;
        visitedOffset = offset;
        return silent;
    }

    /** Every cursor that somebody stands at now. */
    List<GroupCursor> cursors() {
        return cursors.stream().filter(fanOut::hasSubscribers).toList();
    }

    /** Who stands at one of these cursors has lost the thread: they are told, a slice after the other. */
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
