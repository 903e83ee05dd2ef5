package dev.fanfare.server.admin;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** The history of an hour in constant memory. */
class LoadHistoryTest {
    private final LoadHistory history = new LoadHistory();

    @Test
    void history_keepsFiveMinutesOfSecondsAndAnHourOfSteps() {
        for (int second = 1; second <= 8_000; second++) {
            history.add(sample(second, second % 10));
        }

        var seconds = history.last(300);
        assertThat(seconds.time()).hasSize(300).startsWith(7_701L).endsWith(8_000L);
        var hour = history.last(3_600);
        assertThat(hour.time()).hasSize(360).startsWith(4_410L).endsWith(8_000L);
        assertThat(hour.series().get("publications")).allMatch(value -> value == 4.5);
        assertThat(hour.series().get("loop_lag")).as("the maximum").allMatch(value -> value == 9);
    }

    @Test
    void history_ofANewNode_isShort() {
        assertThat(history.last(60).time()).isEmpty();
        history.add(sample(5, 1));

        assertThat(history.last(60).time()).containsExactly(5L);
        assertThat(history.last(60).series()).hasSize(LoadHistory.NAMES.size());
    }

    private static LoadSample sample(long time, double value) {
        return new LoadSample(time, 0, 0, 0, value, 0, 0, 0, 0, value, 0, 0);
    }
}
