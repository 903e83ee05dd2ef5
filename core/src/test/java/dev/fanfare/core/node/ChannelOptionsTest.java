package dev.fanfare.core.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.fanfare.core.fake.ControlledBroker;
import dev.fanfare.core.fake.Engines;
import dev.fanfare.core.fake.VirtualLoop;
import dev.fanfare.model.channel.ChannelOptions;
import dev.fanfare.model.channel.HistoryRetention;
import dev.fanfare.model.channel.RecoveryMode;
import dev.fanfare.model.channel.SlowClientPolicy;
import dev.fanfare.model.monitoring.Metrics;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Unsupported options are rejected when they are declared, not when a client subscribes. */
class ChannelOptionsTest {
    private static final HistoryRetention KEPT =
            new HistoryRetention(10, Duration.ofMinutes(1), Duration.ofMinutes(10));
    private static final ChannelOptions HISTORY = ChannelOptions.defaults().withHistory(KEPT);

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "NONE")
    void recovery_withoutHistory_isRejected(RecoveryMode mode) {
        assertThatThrownBy(() -> ChannelOptions.defaults().recovery(mode))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("history");
    }

    @ParameterizedTest
    @EnumSource(names = {"POSITIONED", "STREAM_RECOVERY"})
    void recovery_policyThatDrops_isRejected(RecoveryMode mode) {
        var options = HISTORY.recovery(mode);

        assertThatThrownBy(() -> options.slowClients(SlowClientPolicy.DROP_OLDEST))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(mode.name())
                .hasMessageContaining("DROP_OLDEST");
        assertThatThrownBy(() -> options.slowClients(SlowClientPolicy.conflate()))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void cacheRecovery_allowsConflationButNotDropping() {
        var options = HISTORY.recovery(RecoveryMode.CACHE_RECOVERY);

        assertThatCode(() -> options.slowClients(SlowClientPolicy.conflate())).doesNotThrowAnyException();
        assertThatThrownBy(() -> options.slowClients(SlowClientPolicy.DROP_OLDEST))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void history_engineWithoutSupport_isRejected() {
        var loop = new VirtualLoop();
        var engine = Engines.of(new ControlledBroker(), loop);
        var node = new Node(List.of(loop), engine, NodeSettings.DEFAULTS, Metrics.NONE);

        assertThatThrownBy(() -> node.requireServed(HISTORY))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("does not support history");
        assertThatCode(() -> node.requireServed(ChannelOptions.defaults())).doesNotThrowAnyException();
    }

    /** Otherwise a quiet channel would lose its epoch between two checks, and then all its subscribers. */
    @Test
    void metaAge_belowTwoPositionChecks_isRejected() {
        var loop = new VirtualLoop();
        var node = new Node(List.of(loop), Engines.memory(loop), NodeSettings.DEFAULTS, Metrics.NONE);
        var brief = new HistoryRetention(10, Duration.ofSeconds(79), Duration.ofSeconds(79));

        assertThatThrownBy(() -> node.requireServed(
                        ChannelOptions.defaults().withHistory(brief).recovery(RecoveryMode.POSITIONED)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("PT1M20S")
                .hasMessageContaining("PT1M19S");
        assertThatCode(() -> node.requireServed(ChannelOptions.defaults().withHistory(brief)))
                .doesNotThrowAnyException();
    }

    @Test
    void resumable_recoversIfNothingIsDropped() {
        var history = ChannelOptions.history(1, Duration.ofHours(1));
        var cache = history.recovery(RecoveryMode.CACHE_RECOVERY).slowClients(SlowClientPolicy.conflate());
        var dropping = history.slowClients(SlowClientPolicy.DROP_OLDEST);

        assertThat(history.resumable()).isEqualTo(history.recovery());
        assertThat(history.recovery(RecoveryMode.POSITIONED).resumable()).isEqualTo(history.recovery());
        assertThat(cache.resumable()).isSameAs(cache);
        assertThat(dropping.resumable()).isSameAs(dropping);
        assertThat(ChannelOptions.defaults().resumable()).isSameAs(ChannelOptions.defaults());
        assertThatThrownBy(() -> dropping.requireResumable("news"))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("channel news, which drops publications (DROP_OLDEST)");
        assertThatThrownBy(() -> ChannelOptions.defaults().requireResumable("news"))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("which has no history");
    }
}
