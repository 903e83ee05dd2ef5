package dev.fanfare.server.config;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fanfare.core.budget.HistoryShares;
import dev.fanfare.core.budget.MemoryLimits;
import dev.fanfare.model.monitoring.MemoryKind;
import org.junit.jupiter.api.Test;

/** The section {@code memory} of the configuration. */
class MemoryOptionsTest {
    private static MemoryLimits limits(String yaml) {
        return TestConfig.load(yaml).memory().limits();
    }

    @Test
    void limits_withoutOptions_areSharesOfTheHeap() {
        assertThat(limits("")).isEqualTo(MemoryLimits.ofThisHeap());
    }

    @Test
    void limits_withOneOption_replaceThatShare() {
        assertThat(limits("memory: {histories: 2MiB}"))
                .isEqualTo(MemoryLimits.ofThisHeap().with(MemoryKind.HISTORIES, 2 << 20));
    }

    @Test
    void limits_ofEachKind_canBeSet() {
        for (var kind : MemoryKind.values()) {
            assertThat(limits("memory: {" + kind.label() + ": 7KiB}").of(kind)).isEqualTo(7 << 10);
        }
    }

    @Test
    void limits_withShares_containThem() {
        assertThat(limits("memory: {namespace-share: 50, user-share: 5}").shares())
                .isEqualTo(new HistoryShares(50, 5));
    }
}
