package dev.fanfare.core.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.fanfare.core.port.PresenceStore;
import dev.fanfare.core.port.PresenceStore.PresenceStats;
import dev.fanfare.model.channel.ClientInfo;
import dev.fanfare.model.channel.Payload;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * The contract of {@link PresenceStore}. An engine extends it and creates stores. Each test has its own channel names, so that
 * tests can share the system of the engine.
 */
public abstract class PresenceStoreContract {
    private static final PresenceStats NOBODY = new PresenceStats(0, 0);
    private static final ClientInfo ALICE = new ClientInfo("c1", "alice");
    private static final ClientInfo ALICE_AGAIN = new ClientInfo("c2", "alice");
    private static final ClientInfo BOB = new ClientInfo("c3", "bob");

    private final String channel = "contract-" + System.nanoTime();
    private PresenceStore store;
    private PresenceStore lastNode;

    /** Creates the stores of connected nodes: this number, or one if the engine supports a single node. */
    protected abstract List<? extends PresenceStore> create(int nodes);

    /** Advances the time of the engine. */
    protected abstract void elapse(Duration duration);

    /** The expiry of clients in these tests. Short for an engine on real time. */
    protected Duration expiry() {
        return Duration.ofMinutes(1);
    }

    /** The maximum delay between the expiry of a client and its detection by the engine. */
    protected Duration tolerance() {
        return Duration.ofSeconds(2);
    }

    @BeforeEach
    final void createStores() {
        var stores = create(2);
        store = stores.getFirst();
        lastNode = stores.getLast();
    }

    @Test
    void members_unknownChannel_areEmpty() {
        assertThat(members()).isEmpty();
        assertThat(stats()).isEqualTo(NOBODY);
    }

    @Test
    void add_member_isVisibleOnAllNodes() {
        add(ALICE);
        await(lastNode.add(channel, BOB, expiry()));

        assertThat(members()).isEqualTo(Map.of("c1", ALICE, "c3", BOB));
        assertThat(await(lastNode.members(channel))).isEqualTo(members());
        assertThat(await(lastNode.stats(channel))).isEqualTo(new PresenceStats(2, 2));
    }

    @Test
    void add_clientData_isKeptAndReplaced() {
        var reported = new ClientInfo("c1", "alice", Payload.text("Älice"), Payload.binary(new byte[] {0, 1}));
        add(reported);
        assertThat(members().get("c1")).isEqualTo(reported);

        var less = reported.withChanInfo(null);
        add(less);
        assertThat(members().get("c1")).isEqualTo(less);

        add(ALICE);
        assertThat(members().get("c1")).isEqualTo(ALICE);
    }

    @Test
    void add_otherChannel_isNotVisible() {
        await(store.add(channel + "-other", ALICE, expiry()));

        assertThat(members()).isEmpty();
        assertThat(stats()).isEqualTo(NOBODY);
    }

    @Test
    void add_twice_changesNothing() {
        add(ALICE);
        add(ALICE);

        assertThat(members()).isEqualTo(Map.of("c1", ALICE));
        assertThat(stats()).isEqualTo(new PresenceStats(1, 1));
    }

    @Test
    void add_otherUser_movesTheClient() {
        add(ALICE);
        add(ALICE_AGAIN);

        add(new ClientInfo("c1", "bob"));
        assertThat(stats()).isEqualTo(new PresenceStats(2, 2));
        add(new ClientInfo("c2", "bob"));

        assertThat(stats()).isEqualTo(new PresenceStats(2, 1));
        assertThat(members().get("c1")).isEqualTo(new ClientInfo("c1", "bob"));
    }

    @Test
    void stats_userWithManyClients_countsOnce() {
        add(ALICE);
        add(ALICE_AGAIN);
        add(BOB);

        assertThat(stats()).isEqualTo(new PresenceStats(3, 2));
    }

    @Test
    void stats_anonymousClients_countAsOneUser() {
        add(new ClientInfo("c1", ""));
        add(new ClientInfo("c2", ""));

        assertThat(stats()).isEqualTo(new PresenceStats(2, 1));
    }

    @Test
    void remove_oneClient_keepsOthers() {
        add(ALICE);
        add(ALICE_AGAIN);

        await(store.remove(channel, "c1"));

        assertThat(members()).isEqualTo(Map.of("c2", ALICE_AGAIN));
        assertThat(stats()).isEqualTo(new PresenceStats(1, 1));
    }

    @Test
    void remove_lastClient_leavesNoMembers() {
        add(ALICE);

        await(store.remove(channel, "c1"));

        assertThat(members()).isEmpty();
        assertThat(stats()).isEqualTo(NOBODY);
    }

    @Test
    void remove_unknownClient_succeeds() {
        await(store.remove(channel, "c1"));
        add(BOB);
        await(store.remove(channel, "c1"));

        assertThat(members()).isEqualTo(Map.of("c3", BOB));
    }

    @Test
    void members_notRefreshed_expire() {
        add(ALICE);
        elapse(expiry().dividedBy(2));
        add(BOB);

        elapse(expiry().dividedBy(2).plus(tolerance()));

        assertThat(members()).isEqualTo(Map.of("c3", BOB));
        assertThat(stats()).isEqualTo(new PresenceStats(1, 1));
    }

    @Test
    void members_refreshed_stay() {
        add(ALICE);
        for (int i = 0; i < 5; i++) {
            elapse(expiry().dividedBy(2));
            add(ALICE);
        }

        assertThat(members()).isEqualTo(Map.of("c1", ALICE));
        assertThat(stats()).isEqualTo(new PresenceStats(1, 1));
    }

    @Test
    void members_refreshed_expireAfterTheLastRefresh() {
        add(ALICE);
        elapse(expiry().dividedBy(2));
        add(ALICE);

        elapse(expiry().plus(tolerance()));

        assertThat(members()).isEmpty();
        assertThat(stats()).isEqualTo(NOBODY);
    }

    @Test
    void add_shorterExpiry_expiresSooner() {
        await(store.add(channel, ALICE, expiry().multipliedBy(10)));
        add(ALICE);

        elapse(expiry().plus(tolerance()));

        assertThat(stats()).isEqualTo(NOBODY);
        assertThat(members()).isEmpty();
    }

    @Test
    void add_veryLongExpiry_stays() {
        await(store.add(channel, ALICE, Duration.ofSeconds(Long.MAX_VALUE)));
        elapse(expiry());

        assertThat(members()).isEqualTo(Map.of("c1", ALICE));
    }

    @Test
    void add_expiryNotPositive_isRejected() {
        assertThatThrownBy(() -> store.add(channel, ALICE, Duration.ZERO))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("PT0S");
    }

    @Test
    void addAndRemove_withoutWaiting_keepTheOrder() {
        store.add(channel, ALICE, expiry());
        store.remove(channel, "c1");
        store.add(channel, BOB, expiry());
        store.remove(channel, "c3");
        await(store.add(channel, BOB, expiry()));

        assertThat(members()).isEqualTo(Map.of("c3", BOB));
    }

    @Test
    void addAndRemove_byManyThreads_countCorrectly() {
        int threads = 8;
        int each = 50;

        BrokerContract.inParallel(threads, thread -> {
            for (int i = 0; i < each; i++) {
                var client = thread + "-" + i;
                await(store.add(channel, new ClientInfo(client, "user" + i % 5), expiry()));
                if (i % 2 == 0) {
                    await(store.remove(channel, client));
                }
            }
        });

        assertThat(members()).hasSize(threads * each / 2);
        assertThat(stats()).isEqualTo(new PresenceStats(threads * each / 2, 5));
    }

    private void add(ClientInfo info) {
        await(store.add(channel, info, expiry()));
    }

    private Map<String, ClientInfo> members() {
        return await(store.members(channel));
    }

    private PresenceStats stats() {
        return await(store.stats(channel));
    }

    private static <T> T await(CompletionStage<T> stage) {
        return BrokerContract.await(stage);
    }
}
