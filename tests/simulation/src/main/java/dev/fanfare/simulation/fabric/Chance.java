package dev.fanfare.simulation.fabric;

import java.time.Duration;
import java.util.List;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;

/** The random decisions of a seed. Confined to the thread that runs the simulation. */
public final class Chance {
    private final RandomGenerator random;

    public Chance(RandomGenerator random) {
        this.random = random;
    }

    /** Returns true with a probability of one in this number. */
    public boolean oneIn(int times) {
        return random.nextInt(times) == 0;
    }

    /** A number from 0 to {@code bound - 1}. */
    public int below(int bound) {
        return random.nextInt(bound);
    }

    /** A number from {@code least} to {@code most}, inclusive. */
    public int between(int least, int most) {
        return least + random.nextInt(most - least + 1);
    }

    /** A time from {@code least} to {@code most}. */
    public Duration between(Duration least, Duration most) {
        return least.plusNanos((long) (random.nextDouble() * most.minus(least).toNanos()));
    }

    /** One of the elements, of which there is at least one. */
    public <T> T oneOf(List<T> choices) {
        return choices.get(random.nextInt(choices.size()));
    }

    /** A separate generator for another part of the simulation. */
    public Chance split() {
        return new Chance(new SplittableRandom(random.nextLong()));
    }
}
