package dev.fanfare.core.budget;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.fanfare.model.monitoring.MemoryKind;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The memory budgets of a node. */
class MemoryGovernorTest {
    private static final MemoryKind KIND = MemoryKind.MESSAGES;

    private final MemoryGovernor governor =
            new MemoryGovernor(MemoryLimits.NONE.with(KIND, 100_000).with(MemoryKind.BODIES, 10));
    private final MemoryBudget budget = governor.budget(KIND);
    private final List<String> shed = new ArrayList<>();

    private MemoryAccount client(String name) {
        return governor.open(kind -> shed.add(name));
    }

    private MemoryAccount authenticated(String name) {
        var account = client(name);
        account.authenticate();
        return account;
    }

    @Test
    void tryReserve_aboveTheLimit_reservesNothing() {
        assertThat(budget.tryReserve(60_000)).isTrue();
        assertThat(budget.tryReserve(60_000)).isFalse();

        assertThat(budget.used()).isEqualTo(60_000);
        assertThat(budget.refused()).isEqualTo(1);
    }

    @Test
    void tryReserve_withLengthsThatOverflow_isRefused() {
        assertThat(budget.tryReserve(10)).isTrue();
        assertThat(budget.tryReserve(Long.MAX_VALUE)).isFalse();
        assertThat(budget.used()).isEqualTo(10);
    }

    @Test
    void hold_smallAmounts_areNotCounted() {
        assertThat(client("a").hold(KIND, MemoryAccount.UNCOUNTED_BYTES)).isTrue();
        assertThat(budget.used()).isZero();
    }

    @Test
    void hold_countsTheCurrentBytes_notTheSum() {
        var client = client("a");
        client.hold(KIND, 2_000);
        client.hold(KIND, 5_000);
        client.hold(KIND, 3_000);
        assertThat(budget.used()).isEqualTo(3_000);

        client.hold(KIND, 100);
        assertThat(budget.used()).isZero();
    }

    @Test
    void hold_aboveTheLimit_isRefusedAndKeepsTheCount() {
        var client = client("a");
        client.hold(KIND, 40_000);
        assertThat(client.hold(KIND, 100_001)).isFalse();
        assertThat(budget.used()).isEqualTo(40_000);
    }

    @Test
    void keep_isCountedAndNotShed() {
        var kept = client("kept");
        kept.hold(KIND, 40_000);
        kept.keep(KIND);
        var other = client("other");
        other.hold(KIND, 36_000);

        assertThat(budget.used()).isEqualTo(76_000);
        assertThat(shed).containsExactly("other");
        other.close();
        kept.close();
        assertThat(budget.used()).isZero();
    }

    @Test
    void close_releasesEverything() {
        var client = client("a");
        client.hold(KIND, 40_000);
        client.hold(MemoryKind.OUTBOXES, 40_000);
        client.close();
        client.close();
        assertThat(budget.used()).isZero();
        assertThat(governor.budget(MemoryKind.OUTBOXES).used()).isZero();
    }

    @Test
    void hold_aboveTheHighWaterMark_shedsTheLargestClients() {
        client("small").hold(KIND, 5_000);
        client("large").hold(KIND, 40_000);
        client("medium").hold(KIND, 20_000);
        client("last").hold(KIND, 15_000);

        assertThat(shed).containsExactly("large");
        assertThat(budget.shed()).isEqualTo(1);
    }

    @Test
    void hold_aboveTheHighWaterMark_shedsUnauthenticatedClientsFirst() {
        authenticated("largest").hold(KIND, 50_000);
        client("guest").hold(KIND, 20_000);
        client("small guest").hold(KIND, 8_000);

        assertThat(shed).containsExactly("guest", "small guest");
    }

    @Test
    void hold_aboveTheMark_shedsAuthenticatedClientsLast() {
        client("guest").hold(KIND, 5_000);
        authenticated("largest").hold(KIND, 80_000);

        assertThat(shed).containsExactly("guest", "largest");
    }

    @Test
    void hold_whileShedClientsStillHoldMemory_shedsNoFurther() {
        client("large").hold(KIND, 60_000);
        client("second").hold(KIND, 20_000);
        assertThat(shed).containsExactly("large");

        client("third").hold(KIND, 15_000);
        assertThat(shed).containsExactly("large");
    }

    @Test
    void hold_afterAnEpisodeHasEnded_shedsAgain() {
        var first = client("first");
        first.hold(KIND, 80_000);
        first.close();
        client("second").hold(KIND, 80_000);

        assertThat(shed).containsExactly("first", "second");
    }

    @Test
    void kinds_haveSeparateLimits() {
        assertThat(governor.budget(MemoryKind.BODIES).tryReserve(11)).isFalse();
        assertThat(budget.tryReserve(11)).isTrue();
    }

    @Test
    void limits_ofHeap_leaveAFifthUnassigned() {
        long heap = 256L << 20;
        long total = MemoryLimits.ofHeap(heap).bytes().values().stream()
                .mapToLong(Long::longValue)
                .sum();
        assertThat(total).isBetween(heap * 3 / 4, heap * 4 / 5);
    }

    @Test
    void limits_withoutOneKind_areRejected() {
        assertThatThrownBy(() -> new MemoryLimits(new EnumMap<>(MemoryKind.class)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("MESSAGES");
    }

    @Test
    void hold_weightOfSharedMemory_decidesTheOrderOfShedding() {
        var sharing = client("sharing");
        sharing.hold(KIND, 2_000, 80_000);
        client("small").hold(KIND, 3_000);
        assertThat(budget.used()).isEqualTo(5_000);

        assertThat(sharing.budget(KIND).tryReserve(75_000)).isTrue();
        client("trigger").hold(KIND, 2_000);

        assertThat(shed).containsExactly("sharing");
    }

    @Test
    void record_withoutRoom_countsAndReturnsFalse() {
        var holding = client("a").open(KIND);
        assertThat(holding.record(0, 1_000)).isTrue();
        assertThat(budget.used()).isZero();
        assertThat(holding.record(1_000, 90_000)).isTrue();
        assertThat(holding.record(90_000, 100_001)).isFalse();

        assertThat(budget.used()).isEqualTo(100_001);
        assertThat(shed).containsExactly("a");
        assertThat(holding.record(100_001, 0)).isTrue();
        assertThat(budget.used()).isZero();
    }

    @Test
    void record_changesInAnotherOrder_endAtTheSameBytes() {
        var holding = client("a").open(KIND);
        holding.record(5_000, 0);
        holding.record(0, 5_000);
        assertThat(budget.used()).isZero();

        holding.record(0, 90_000);
        assertThat(shed).containsExactly("a");
    }
}
