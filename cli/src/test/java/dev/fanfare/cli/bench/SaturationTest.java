package dev.fanfare.cli.bench;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fanfare.cli.bench.Saturation.Cpu;
import java.util.concurrent.TimeUnit;
import org.HdrHistogram.Histogram;
import org.junit.jupiter.api.Test;

class SaturationTest {
    private static final Cpu IDLE = new Cpu(0.2, 1, 0.5);
    private static final Histogram NONE = RunStats.histogram();

    @Test
    void idleProcess_isReliable() {
        var found = Saturation.of(IDLE, millis(1), millis(1), 0);

        assertThat(found.reliable()).isTrue();
        assertThat(found.reasons()).isEmpty();
    }

    @Test
    void eachBottleneck_isNamed() {
        assertReason(Saturation.of(new Cpu(0.9, 1, 0.5), NONE, NONE, 0), "0.90 of its 1 processors");
        assertReason(Saturation.of(new Cpu(0.2, 1, 0.99), NONE, NONE, 0), "used by 99 %");
        assertReason(Saturation.of(IDLE, millis(50), NONE, 0), "event loops of the clients were late by 50");
        assertReason(Saturation.of(IDLE, NONE, millis(30), 0), "30.0 ms (p99) after their intended time");
        assertReason(Saturation.of(IDLE, NONE, NONE, 7), "7 publications were due");
    }

    private static void assertReason(Saturation found, String reason) {
        assertThat(found.reliable()).isFalse();
        assertThat(found.reasons()).singleElement().asString().contains(reason);
    }

    private static Histogram millis(long value) {
        var histogram = RunStats.histogram();
        histogram.recordValue(TimeUnit.MILLISECONDS.toNanos(value));
        return histogram;
    }
}
