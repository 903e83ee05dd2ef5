package dev.fanfare.simulation.fabric;

import java.time.Duration;

/**
 * One direction of a connection, which delays messages and keeps their order. Confined to the thread that runs the
 * simulation.
 */
public final class SimulatedLink {
    private static final Duration LEAST = Duration.ofNanos(50_000);
    private static final Duration USUAL = Duration.ofMillis(2);
    private static final Duration RARE = Duration.ofMillis(60);
    private static final int RARELY = 20;

    private final Fabric fabric;
    private int slowness = 1;
    private int generation;
    private long lastArrival;

    public SimulatedLink(Fabric fabric) {
        this.fabric = fabric;
    }

    /** Multiplies the delay of all later messages. */
    public void slow(int times) {
        slowness = times;
    }

    /** Runs the arrival later, after all earlier messages. */
    public void send(Runnable arrival) {
        long now = fabric.nanoTime();
        lastArrival = Math.max(lastArrival, now + delay().toNanos());
        arrive(Duration.ofNanos(lastArrival - now), arrival);
    }

    /** Runs the arrival later, in any order relative to other messages. */
    public void sendUnordered(Runnable arrival) {
        arrive(delay(), arrival);
    }

    /** Discards all messages in transit. */
    public void cut() {
        generation++;
        lastArrival = 0;
    }

    private void arrive(Duration delay, Runnable arrival) {
        int sentIn = generation;
        fabric.after(delay, () -> {
            if (generation == sentIn) {
                arrival.run();
            }
        });
    }

    private Duration delay() {
        var chance = fabric.chance();
        return chance.between(LEAST, chance.oneIn(RARELY) ? RARE : USUAL).multipliedBy(slowness);
    }
}
