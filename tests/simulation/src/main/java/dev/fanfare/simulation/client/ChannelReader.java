package dev.fanfare.simulation.client;

import dev.fanfare.core.node.Recovery;
import dev.fanfare.core.node.SubscribeResult.Subscribed;
import dev.fanfare.model.channel.Publication;
import dev.fanfare.model.channel.StreamPosition;
import dev.fanfare.simulation.fabric.Fabric;
import dev.fanfare.simulation.system.PushLog;
import dev.fanfare.simulation.system.PushLog.PushType;
import dev.fanfare.simulation.system.SimulatedEngine;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Where one client stands in one channel, and whether what it gets may follow: no gap and no repeat that was not
 * announced, in the system's order, with the system's data. Confined to the thread that runs the simulation.
 */
final class ChannelReader {
    private final Fabric fabric;
    private final String client;
    private final ChannelPlan plan;
    private final PushLog log;
    private @Nullable StreamPosition position;
    private long positionNanos;
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

    /** Where to recover from; null when nothing was seen yet. */
    @Nullable
    StreamPosition position() {
        return position;
    }

    /** How often it got this publication, provided that none followed. */
    int timesGot(String data) {
        return lastData.equals(data) ? lastDataTimes : 0;
    }

    /** It gives up its position. */
    void forget() {
        position = null;
    }

    /** A subscription was answered. */
    void begin(@Nullable StreamPosition since, Subscribed answer, SimulatedEngine from) {
        lastSerial = 0;
        require(plan.isPositioned() == (answer.position() != null), "is answered with position " + answer.position());
        require((since == null) == (answer.recovery() == Recovery.NOT_ASKED), "is answered " + answer.recovery());
        var start = answer.position();
        if (start != null && since != null && answer.recovery() == Recovery.RECOVERED) {
            fabric.counts().add("recovered");
            recover(since, start, answer);
        } else {
            fabric.counts().add(since == null ? "begun" : "unrecovered");
            require(answer.publications().isEmpty(), "gets publications without a recovery");
        }
        var last =
                answer.publications().isEmpty() ? null : answer.publications().getLast();
        stand(start, last == null ? fabric.nanoTime() : known(last).nanoTime(), from);
    }

    /** The next push of the subscription, from this node's engine. */
    void push(ClientMessage.Pushed push, SimulatedEngine from) {
        if (push.type() == PushType.PUBLICATION) {
            publication(push.content(), push.position(), from);
        } else {
            var accepted = log.next(lastSerial, push.type(), push.content());
            if (accepted == null) {
                violated("gets a " + push.type() + " of " + push.content() + " out of order or doubled");
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
            violated("gets " + data + " out of order or doubled");
        }
        lastSerial = accepted.serial();
        got(data, repeated);
    }

    private void follow(StreamPosition at, PushLog.Entry accepted, SimulatedEngine from) {
        var stood = position;
        if (stood == null || !follows(stood, at)) {
            violated("stands at " + stood + " and gets " + at);
        } else {
            long lostNanos = requireNotLost(stood, accepted.nanoTime(), "passed");
            if (lostNanos != PushLog.NEVER && !from.pushes().hasLostSince(plan.name(), lostNanos)) {
                violated("stood at " + stood + " and its node got what was given that offset again");
            }
        }
        stand(at, accepted.nanoTime(), from);
    }

    /**
     * What was lost may be taken for what holds only when no node could tell that its offset was given again. Returns when it
     * was lost.
     */
    private long requireNotLost(StreamPosition stood, long now, String how) {
        long lostNanos = log.lostNanos(stood, positionNanos, now);
        if (lostNanos == PushLog.NEVER || witness == null) {
            return PushLog.NEVER;
        }
        var excuse = witness.excuseForLost(plan.name(), stood, lostNanos);
        fabric.counts().add("forks " + how + " unseen: " + excuse);
        if (excuse == null) {
            violated("stood at " + stood + ", which was lost, and " + how + " it as if nothing had been");
        }
        return lostNanos;
    }

    /** A slow client may be spared what a newer publication replaces, and nothing else. */
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
            var expected = new StreamPosition(since.epoch(), offset);
            require(expected.equals(publication.position()), "recovers from " + since + " and gets " + publication);
            recovered(publication);
        }
        require(new StreamPosition(since.epoch(), offset).equals(start), "recovers up to " + offset + " of " + start);
    }

    private void recoverLatest(StreamPosition since, StreamPosition start, Subscribed answer) {
        require(answer.publications().size() <= 1, "gets more than the latest");
        if (answer.publications().isEmpty()) {
            require(since.equals(start), "recovers from " + since + " to " + start + " without the latest");
        }
        for (var latest : answer.publications()) {
            require(start.equals(latest.position()), "gets " + latest.position() + " as the latest of " + start);
            recovered(latest);
        }
    }

    private void recovered(Publication publication) {
        fabric.counts().add("recovered publications");
        var data = publication.payload().text();
        known(publication);
        got(data, false);
    }

    private PushLog.Entry known(Publication publication) {
        return known(publication.payload().text(), publication.position());
    }

    private PushLog.Entry known(String data, @Nullable StreamPosition at) {
        var accepted = log.publication(data);
        if (accepted == null || !Objects.equals(accepted.position(), at)) {
            violated("gets " + data + " at " + at + ", which was accepted as " + accepted);
            throw new IllegalStateException("not accepted: " + data);
        }
        return accepted;
    }

    private void got(String data, boolean repeated) {
        if (!lastData.equals(data)) {
            lastData = data;
            lastDataTimes = 1;
        } else if (!repeated) {
            lastDataTimes++;
        }
    }

    /** Stands where the system was at that moment, as this node's engine says. */
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
