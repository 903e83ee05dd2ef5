package dev.fanfare.core.hub;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fanfare.model.channel.HistoryRetention;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class PositionSettingsTest {
    private static final HistoryRetention RETENTION =
            new HistoryRetention(10, Duration.ofMinutes(1), Duration.ofHours(1));

    @Test
    void keepWhileChecked_frequentChecks_changesNothing() {
        assertThat(checks(Duration.ofSeconds(40)).keepWhileChecked(RETENTION)).isEqualTo(RETENTION);
    }

    @Test
    void keepWhileChecked_rareChecks_lastsForTwoChecks() {
        assertThat(checks(Duration.ofMinutes(5)).keepWhileChecked(RETENTION).unpublishedAge())
                .isEqualTo(Duration.ofMinutes(10));
    }

    @Test
    void keepWhileChecked_noChecks_lastsForTheMetaAge() {
        assertThat(checks(Duration.ZERO).keepWhileChecked(RETENTION).unpublishedAge())
                .isEqualTo(RETENTION.metaAge());
    }

    private static PositionSettings checks(Duration interval) {
        return new PositionSettings(interval, Duration.ofSeconds(1), 1);
    }
}
