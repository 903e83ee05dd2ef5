package dev.fanfare.simulation.client;

import dev.fanfare.core.node.Recovery;
import dev.fanfare.core.node.SubscribeResult.Subscribed;
import dev.fanfare.model.channel.Publication;
import dev.fanfare.model.channel.StreamPosition;
import dev.fanfare.simulation.fabric.Fabric;
import dev.fanfare.simulation.system.LogEntry;
import dev.fanfare.simulation.system.PushLog;
import dev.fanfare.simulation.system.PushLog.PushType;
import dev.fanfare.simulation.system.SimulatedEngine;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The position of one client in one channel. Checks that what the client receives follows the position: in the order of the
 * system, with the data of the system, and without unannounced gaps or repeats. Without a notification, each publication must
 * follow the one before it in the same history, also if histories have forked. Confined to the thread that runs the
 * simulation.
 */
final class ChannelReader {
    private final Fabric fabric;
    private final String client;
    private final ChannelPlan plan;
    private final PushLog log;
    private @Nullable StreamPosition position;
    private long positionNanos;
    private @Nullable LogEntry stoodAt;
    private @Nullable LogEntry begunAt;
    private final List<LogEntry> received = new ArrayList<>();
    private @Nullable SimulatedEngine witness;
    private int lastSerial;
    private String lastData = "";
    private int lastDataTimes;

    ChannelReader(Fabric fabric, String client, ChannelPlan plan, PushLog log) {
        this.fabric = fabric;
        this.client = client;
        this.plan = plan;
        this.log = log;
    }

    /** The position to recover from; null before the first one. */
    @Nullable
    StreamPosition position() {
        return position;
    }

    /** Returns how often it received this publication, if it is the latest. */
    int timesGot(String data) {
        return lastData.equals(data) ? lastDataTimes : 0;
    }

    /** Discards the position. */
    void forget() {
        position = null;
    }

    /**
     * Checks that the reader has received exactly the publications of a history since it began or was notified of a loss.
     */
    void requireComplete(LogEntry last) {
        if (plan.mayDrop() || plan.isCache() || begunAt == null || log.hasRewound()) {
            return;
        }
        fabric.counts().add("histories audited");
        @Nullable LogEntry expected = last;
        for (var entry : received.reversed()) {
            require(entry == expected, "has received " + entry + ", and the final history has " + expected);
            expected = expected == null ? null : expected.before();
        }
        require(expected == begunAt, "began at " + begunAt + ", and the final history has " + expected);
    }

    /** Handles the reply to a subscribe. */
    void begin(@Nullable StreamPosition since, Subscribed answer, SimulatedEngine from) {
        lastSerial = 0;
        require(
                plan.isPositioned() == (answer.position() != null),
                "receives a reply with position " + answer.position());
        require(
                (since == null) == (answer.recovery() == Recovery.NOT_ASKED),
                "receives a reply with recovery " + answer.recovery());
        var start = answer.position();
        if (start != null && since != null && answer.recovery() == Recovery.RECOVERED) {
            fabric.counts().add("recovered");
            recover(since, start, answer);
        } else {
            fabric.counts().add(since == null ? "begun" : "unrecovered");
            require(answer.publications().isEmpty(), "receives publications without a recovery");
            stoodAt = start == null ? null : log.at(start);
            require(start == null || stoodAt != null, "begins at " + start + ", which no history has");
            begunAt = stoodAt;
            received.clear();
        }
        var last =
                answer.publications().isEmpty() ? null : answer.publications().getLast();
        stand(start, last == null ? fabric.nanoTime() : known(last).nanoTime(), from);
    }

    /** Handles the next push of the subscription, from the engine of this node. */
    void push(ClientMessage.Pushed push, SimulatedEngine from) {
        if (push.type() == PushType.PUBLICATION) {
            publication(push.content(), push.position(), from);
        } else {
            var accepted = log.next(lastSerial, push.type(), push.content());
            if (accepted == null) {
                violated("receives a " + push.type() + " of " + push.content() + " out of order or twice");
            } else {
                lastSerial = accepted.serial();
            }
        }
    }

    private void publication(String data, @Nullable StreamPosition at, SimulatedEngine from) {
        fabric.counts().add("deliveries");
        var accepted = known(data, at);
        if (plan.isPositioned() && at != null) {
            follow(at, accepted, from);
        }
        boolean repeated = accepted.serial() == lastSerial && from.pushes().hasDuplicated(data) && at == null;
        if (accepted.serial() <= lastSerial && !repeated) {
            violated("receives " + data + " out of order or twice");
        }
        lastSerial = accepted.serial();
        got(data, repeated);
    }

    private void follow(StreamPosition at, LogEntry accepted, SimulatedEngine from) {
        var stood = position;
        if (stood == null || !follows(stood, at)) {
            violated("is at " + stood + " and receives " + at);
        } else {
            long lostNanos = requireNotLost(stood, accepted.nanoTime(), "passed");
            if (lostNanos != PushLog.NEVER && !from.pushes().hasLostSince(plan.name(), lostNanos)) {
                violated("was at " + stood + ", and its node received another publication with that offset");
            }
            requireSameHistory(stood, accepted);
        }
        took(accepted);
        stand(at, accepted.nanoTime(), from);
    }

    /**
     * Checks that a lost position is accepted only if no node could detect that its offset was assigned again. Returns the time
     * of the loss.
     */
    private long requireNotLost(StreamPosition stood, long now, String how) {
        long lostNanos = log.lostNanos(stood, positionNanos, now);
        if (lostNanos == PushLog.NEVER || witness == null) {
            return PushLog.NEVER;
        }
        var excuse = witness.excuseForLost(plan.name(), stood, lostNanos);
        fabric.counts().add("forks " + how + " unseen: " + excuse);
        if (excuse == null) {
            violated("was at " + stood + ", which was lost, and " + how + " it without a notification");
        }
        return lostNanos;
    }

    /**
     * Checks that a publication continues the history that the reader has. A history that was rewound in the same epoch is
     * subject to {@link #requireNotLost} only.
     */
    private void requireSameHistory(StreamPosition stood, LogEntry next) {
        var own = stoodAt;
        if (own == null || log.isRewound(stood.epoch())) {
            return;
        }
        var expected = plan.mayDrop() ? next.ancestor(own.offset()) : next.before();
        require(
                own == expected,
                "has " + own + " and receives " + next + ", which follows " + expected + ": hidden loss");
    }

    /** Checks that a slow client misses only publications that newer ones replace. */
    private boolean follows(StreamPosition stood, StreamPosition at) {
        long expected = stood.offset() + 1;
        return stood.epoch().equals(at.epoch()) && (plan.mayDrop() ? at.offset() >= expected : at.offset() == expected);
    }

    private void recover(StreamPosition since, StreamPosition start, Subscribed answer) {
        if (plan.isCache()) {
            recoverLatest(since, start, answer);
            return;
        }
        if (!log.isEnded(since.epoch())) {
            requireNotLost(since, fabric.nanoTime(), "recovered");
        }
        long offset = since.offset();
        for (var publication : answer.publications()) {
            offset++;
            var expected = new StreamPosition(start.epoch(), offset);
            require(expected.equals(publication.position()), "recovers from " + since + " and receives " + publication);
            requireSameHistory(since, known(publication));
            took(known(publication));
            recovered(publication);
        }
        require(offset == start.offset(), "recovers up to " + offset + " of " + start);
        if (!since.epoch().equals(start.epoch())) {
            fabric.counts().add("recovered across terms");
        }
        if (!log.isRewound(since.epoch()) && !log.isRewound(start.epoch())) {
            require(stoodAt == log.at(start), "has " + stoodAt + " and recovers at " + log.at(start) + ": hidden loss");
        }
    }

    private void recoverLatest(StreamPosition since, StreamPosition start, Subscribed answer) {
        require(answer.publications().size() <= 1, "receives more than the latest");
        if (answer.publications().isEmpty()) {
            require(since.equals(start), "recovers from " + since + " to " + start + " without the latest");
        }
        for (var latest : answer.publications()) {
            require(start.equals(latest.position()), "receives " + latest.position() + " as the latest of " + start);
            stoodAt = known(latest);
            recovered(latest);
        }
    }

    private void recovered(Publication publication) {
        fabric.counts().add("recovered publications");
        var data = publication.payload().text();
        known(publication);
        got(data, false);
    }

    private LogEntry known(Publication publication) {
        return known(publication.payload().text(), publication.position());
    }

    private LogEntry known(String data, @Nullable StreamPosition at) {
        var accepted = log.publication(data);
        if (accepted == null || !isAt(accepted, at)) {
            violated("receives " + data + " at " + at + ", which was accepted as " + accepted);
            throw new IllegalStateException("not accepted: " + data);
        }
        return accepted;
    }

    private boolean isAt(LogEntry accepted, @Nullable StreamPosition at) {
        if (at == null || accepted.position() == null) {
            return at == null && accepted.position() == null;
        }
        return log.at(at) == accepted || (log.isRewound(at.epoch()) && accepted.offset() == at.offset());
    }

    private void took(LogEntry accepted) {
        stoodAt = accepted;
        received.add(accepted);
    }

    private void got(String data, boolean repeated) {
        if (!lastData.equals(data)) {
            lastData = data;
            lastDataTimes = 1;
        } else if (!repeated) {
            lastDataTimes++;
        }
    }

    /** Takes the position that the system had at that moment, as reported by the engine of this node. */
    private void stand(@Nullable StreamPosition at, long atNanos, SimulatedEngine from) {
        position = at;
        positionNanos = atNanos;
        witness = from;
    }

    private void require(boolean holds, String what) {
        if (!holds) {
            violated(what);
        }
    }

    private void violated(String what) {
        fabric.violated(client + " in " + plan.name() + " " + what);
    }
}
