package dev.fanfare.core.hub;

import dev.fanfare.core.concurrent.Stages;
import dev.fanfare.core.port.HistoryBroker;
import dev.fanfare.core.transport.EventLoop;
import dev.fanfare.core.transport.LoopWheel;
import dev.fanfare.model.channel.StreamPosition;
import dev.fanfare.model.monitoring.Metrics;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Compares the positions of one loop's channels with the broker's tops: idle channels periodically, so that a silent
 * loss is detected, and all channels after an interruption. Confined to the event loop.
 */
final class PositionChecks {
    /** Maximum number of concurrent reads. */
    private static final int MAX_READS = 64;

    /** The offsets at the time of the read. */
    private record Snapshot(PositionedMembers members, Map<GroupCursor, Long> offsets) {}

    private final EventLoop loop;
    private final @Nullable HistoryBroker broker;
    private final PositionSettings settings;
    private final Metrics metrics;
    private final LoopWheel<PositionedMembers> wheel;
    /** Queued checks in order; a channel that is queued repeatedly is checked once. */
    private final LinkedHashSet<PositionedMembers> waiting = new LinkedHashSet<>();

    private int reads;

    PositionChecks(EventLoop loop, @Nullable HistoryBroker broker, PositionSettings settings, Metrics metrics) {
        this.loop = loop;
        this.broker = broker;
        this.settings = settings;
        this.metrics = metrics;
        this.wheel = new LoopWheel<>(loop, settings.checkInterval().dividedBy(2), this::visit);
    }

    void add(PositionedMembers members) {
        wheel.add(members);
    }

    void remove(PositionedMembers members) {
        wheel.remove(members);
        waiting.remove(members);
    }

    /** Schedules a check if there are positioned subscribers. */
    void check(PositionedMembers members) {
        if (!members.cursors().isEmpty()) {
            waiting.add(members);
            readNext();
        }
    }

    /** Channels that received publications since the last visit are complete and need no check. */
    private void visit(PositionedMembers members) {
        if (members.wasSilent()) {
            check(members);
        }
    }

    private void readNext() {
        var history = broker;
        while (history != null && reads < MAX_READS && !waiting.isEmpty()) {
            read(history, waiting.removeFirst());
        }
    }

    private void read(HistoryBroker history, PositionedMembers members) {
        reads++;
        var snapshot = new Snapshot(members, offsets(members));
        Stages.call(() -> history.position(members.channel(), members.retention()))
                .whenComplete((top, failure) -> loop.execute(() -> {
                    reads--;
                    if (failure == null) {
                        compare(snapshot, top);
                    } else {
                        metrics.failed(Metrics.Operation.POSITION_CHECK);
                    }
                    readNext();
                }));
    }

    private void compare(Snapshot snapshot, StreamPosition top) {
        var lost = new ArrayList<GroupCursor>();
        var behind = new ArrayList<GroupCursor>();
        snapshot.offsets.forEach((cursor, offset) -> {
            if (!cursor.stream().isOf(top.epoch()) || offset > top.offset()) {
                lost.add(cursor);
            } else if (cursor.stream().offset() < top.offset()) {
                behind.add(cursor);
            }
        });
        snapshot.members.lose(lost);
        if (!behind.isEmpty()) {
            loop.schedule(settings.lag(), () -> snapshot.members.lose(stillBehind(behind, top)));
        }
    }

    private static List<GroupCursor> stillBehind(List<GroupCursor> cursors, StreamPosition top) {
        return cursors.stream()
                .filter(cursor -> cursor.stream().offset() < top.offset())
                .toList();
    }

    private static Map<GroupCursor, Long> offsets(PositionedMembers members) {
        var offsets = new LinkedHashMap<GroupCursor, Long>();
        members.cursors().forEach(cursor -> offsets.put(cursor, cursor.stream().offset()));
        return offsets;
    }
}
