package dev.fanfare.core.node;

import dev.fanfare.core.transport.EventLoop;
import dev.fanfare.core.transport.LoopWheel;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.function.Predicate;

/**
 * Adds the clients of one event loop to the presence again, after the store may have lost them. Confined to the event
 * loop.
 *
 * <p>The work is spread evenly over {@link #PERIOD}, at up to {@value #MAX_PER_TICK} clients per tick.
 */
final class PresenceRenewal {
    static final Duration PERIOD = Duration.ofSeconds(4);
    private static final Duration TICK = Duration.ofMillis(20);
    private static final int TICKS = (int) PERIOD.dividedBy(TICK);
    private static final int MAX_PER_TICK = 100;

    private final EventLoop loop;
    private final LoopWheel<Membership> all;
    /** The memberships to renew in order; a membership that is affected repeatedly is renewed once. */
    private final LinkedHashSet<Membership> waiting = new LinkedHashSet<>();

    private int perTick;
    private boolean ticking;

    /** Creates a renewal of the members of this wheel. */
    PresenceRenewal(EventLoop loop, LoopWheel<Membership> all) {
        this.loop = loop;
        this.all = all;
    }

    /** Schedules the members of the affected channels. */
    void renew(Predicate<String> affected) {
        for (var membership : all.items()) {
            if (affected.test(membership.channel())) {
                waiting.add(membership);
            }
        }
        perTick = Math.clamp(Math.ceilDiv(waiting.size(), TICKS), 1, MAX_PER_TICK);
        tickLater();
    }

    private void tickLater() {
        if (!ticking && !waiting.isEmpty()) {
            ticking = true;
            loop.schedule(TICK, this::tick);
        }
    }

    private void tick() {
        ticking = false;
        for (int i = 0; i < perTick && !waiting.isEmpty(); i++) {
            waiting.removeFirst().renew();
        }
        tickLater();
    }
}
