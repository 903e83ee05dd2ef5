package dev.fanfare.core.memory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.fanfare.core.budget.MemoryGovernor;
import dev.fanfare.core.budget.MemoryLimits;
import dev.fanfare.core.contract.PresenceStoreContract;
import dev.fanfare.core.fake.VirtualLoop;
import dev.fanfare.core.port.PresenceStore;
import dev.fanfare.model.channel.ClientInfo;
import dev.fanfare.model.channel.EngineException;
import dev.fanfare.model.channel.LimitExceededException;
import dev.fanfare.model.monitoring.MemoryKind;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class MemoryPresenceTest extends PresenceStoreContract {
    private static final Duration EXPIRY = Duration.ofMinutes(1);
    private static final int MANY = 100_000;

    private final VirtualLoop loop = new VirtualLoop();
    private final MemoryPresence presence = new MemoryPresence(loop, MemoryGovernor.unlimited());

    @Override
    protected List<? extends PresenceStore> create(int nodes) {
        return List.of(presence);
    }

    @Override
    protected void elapse(Duration duration) {
        loop.advance(duration);
    }

    @Override
    protected Duration tolerance() {
        return Duration.ZERO;
    }

    @Test
    void members_expiredBeforeSweep_areNotCounted() {
        presence.add("c", new ClientInfo("c1", "alice"), EXPIRY);

        loop.time().elapse(EXPIRY);

        assertThat(presence.stats("c").toCompletableFuture().join()).isEqualTo(new PresenceStore.PresenceStats(0, 0));
        assertThat(presence.members("c").toCompletableFuture().join()).isEmpty();
    }

    @Test
    void clients_expired_areRemoved() {
        for (int i = 0; i < MANY; i++) {
            presence.add("c" + i % 1_000, new ClientInfo("client" + i, "user" + i % 77), EXPIRY);
        }
        assertThat(presence.size()).isEqualTo(MANY + 1_000);
        assertThat(loop.timers()).isEqualTo(1);

        loop.advance(EXPIRY.plusSeconds(2));

        assertThat(presence.size()).isZero();
        assertThat(loop.timers()).isZero();
    }

    @Test
    void clients_removed_leaveNothing() {
        for (int i = 0; i < MANY; i++) {
            presence.add("c", new ClientInfo("client", "user"), EXPIRY);
            presence.remove("c", "client");
        }

        assertThat(presence.size()).isZero();
        loop.advance(Duration.ofSeconds(2));
        assertThat(loop.timers()).isZero();
    }

    @Test
    void members_returned_isACopy() {
        presence.add("c", new ClientInfo("c1", "alice"), EXPIRY);
        var members = presence.members("c").toCompletableFuture().join();

        presence.add("c", new ClientInfo("c1", "bob"), EXPIRY);
        presence.remove("c", "c1");

        assertThat(members).containsEntry("c1", new ClientInfo("c1", "alice"));
        assertThatThrownBy(members::clear).isInstanceOf(UnsupportedOperationException.class);
    }

    @Test
    void close_laterCalls_fail() {
        presence.add("c", new ClientInfo("c1", "alice"), EXPIRY);

        presence.close();
        presence.close();

        assertThat(presence.size()).isZero();
        for (var late : List.of(
                presence.add("c", new ClientInfo("c1", "alice"), EXPIRY),
                presence.remove("c", "c1"),
                presence.members("c"),
                presence.stats("c"))) {
            assertThatThrownBy(() -> late.toCompletableFuture().join()).hasCauseInstanceOf(EngineException.class);
        }
        loop.advance(Duration.ofSeconds(2));
        assertThat(loop.timers()).isZero();
    }

    @Test
    void add_aboveBudget_isRefusedUntilClientsLeave() {
        var governor = new MemoryGovernor(MemoryLimits.NONE.with(MemoryKind.PRESENCE, 10_000));
        var limited = new MemoryPresence(new VirtualLoop(), governor);
        int added = 0;
        while (added < 100 && add(limited, added, "ann")) {
            added++;
        }

        assertThat(added).isBetween(10, 50);
        assertThatThrownBy(() -> limited.add("news", new ClientInfo("more", "ann"), EXPIRY)
                        .toCompletableFuture()
                        .join())
                .hasCauseInstanceOf(LimitExceededException.class)
                .hasMessageContaining("10000 bytes");
        assertThat(add(limited, 0, "bob")).isTrue();
        limited.remove("news", "client-0");
        assertThat(add(limited, 1_000, "ann")).isTrue();
        limited.close();
        assertThat(governor.budget(MemoryKind.PRESENCE).used()).isZero();
    }

    @Test
    void members_unchanged_areSharedByReads() {
        var presence = new MemoryPresence(new VirtualLoop(), MemoryGovernor.unlimited());
        add(presence, 1, "ann");
        var before = presence.members("news").toCompletableFuture().join();

        add(presence, 1, "ann");
        assertThat(presence.members("news").toCompletableFuture().join()).isSameAs(before);
        add(presence, 1, "bob");
        assertThat(presence.members("news").toCompletableFuture().join())
                .containsExactly(Map.entry("client-1", new ClientInfo("client-1", "bob")));
        assertThat(before).containsValue(new ClientInfo("client-1", "ann"));
    }

    private static boolean add(MemoryPresence presence, int client, String user) {
        return !presence.add("news", new ClientInfo("client-" + client, user), EXPIRY)
                .toCompletableFuture()
                .isCompletedExceptionally();
    }
}
