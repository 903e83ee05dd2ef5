package dev.fanfare.core.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.fanfare.core.budget.MemoryGovernor;
import dev.fanfare.core.fake.Engines;
import dev.fanfare.core.fake.FakeClient;
import dev.fanfare.core.fake.PlainFraming;
import dev.fanfare.core.fake.VirtualLoop;
import dev.fanfare.core.memory.MemoryEngine;
import dev.fanfare.core.memory.MemoryPresence;
import dev.fanfare.core.node.SubscribeResult.Subscribed;
import dev.fanfare.core.port.Broker;
import dev.fanfare.core.port.Cluster;
import dev.fanfare.core.port.Engine;
import dev.fanfare.core.port.PresenceStore;
import dev.fanfare.core.protocol.RawEncoder;
import dev.fanfare.core.session.Subscription;
import dev.fanfare.model.channel.ChannelOptions;
import dev.fanfare.model.channel.ClientInfo;
import dev.fanfare.model.channel.EngineException;
import dev.fanfare.model.channel.Join;
import dev.fanfare.model.channel.Leave;
import dev.fanfare.model.channel.Push;
import dev.fanfare.model.client.UnsubscribeReason;
import dev.fanfare.model.monitoring.Metrics;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Presence, joins and leaves of a channel, and their reports to application code. */
class PresenceTest {
    private static final String CHANNEL = "news";
    private static final ChannelOptions PRESENCE = ChannelOptions.defaults().presence();
    private static final ChannelOptions JOINS = ChannelOptions.defaults().joinLeave();
    private static final ClientInfo ALICE = new ClientInfo("c1", "alice");

    private final VirtualLoop loop = new VirtualLoop();
    private final Node node = new Node(List.of(loop), Engines.memory(loop), NodeSettings.DEFAULTS, Metrics.NONE);
    private final FakeClient alice = FakeClient.connect(node, loop).identify("c1", "alice");

    @Test
    void subscribe_withPresence_addsTheClient() {
        alice.subscribe(CHANNEL, PRESENCE, null);

        assertThat(members()).isEqualTo(Map.of("c1", ALICE));
    }

    @Test
    void subscribe_withoutPresence_addsNothing() {
        alice.subscribe(CHANNEL, JOINS, null);

        assertThat(members()).isEmpty();
    }

    @Test
    void unsubscribe_withPresence_removesTheClient() {
        alice.subscribe(CHANNEL, PRESENCE, null);

        alice.unsubscribe(CHANNEL);

        assertThat(members()).isEmpty();
    }

    @Test
    void lose_session_endsPresence() {
        alice.subscribe(CHANNEL, PRESENCE, null);

        alice.connection().lose();

        assertThat(members()).isEmpty();
    }

    @Test
    void presence_connectedClient_isRefreshed() {
        alice.subscribe(CHANNEL, PRESENCE, null);

        for (int step = 0; step < 400; step++) {
            loop.advance(Duration.ofSeconds(3));
            alice.connection().pong();
        }

        assertThat(alice.session().isOpen()).isTrue();
        assertThat(members()).isEqualTo(Map.of("c1", ALICE));
    }

    @Test
    void entries_lost_areAddedAgainAtALimitedRate() {
        var presence = new Throwing();
        var node = nodeOn(presence);
        var clients = IntStream.range(0, 1_000)
                .mapToObj(i -> FakeClient.connect(node, loop).identify("client" + i, "bob"))
                .toList();
        clients.forEach(client -> client.subscribe(CHANNEL, PRESENCE, null));
        FakeClient.connect(node, loop).identify("other", "bob").subscribe("other", PRESENCE, null);
        loop.runAll();
        IntStream.range(0, clients.size()).forEach(i -> presence.remove(CHANNEL, "client" + i));
        presence.remove("other", "other");

        presence.lost.accept(CHANNEL::equals);
        clients.getLast().connection().lose();
        loop.advance(PresenceRenewal.PERIOD.dividedBy(2));
        assertThat(presence.count(CHANNEL)).isBetween(400, 600);
        loop.advance(PresenceRenewal.PERIOD);

        assertThat(presence.count(CHANNEL)).isEqualTo(clients.size() - 1);
        assertThat(presence.count("other")).isZero();
    }

    /** A port must fail its stage; if it throws instead, the subscriptions of other channels must not be affected. */
    @Test
    void lose_engineThrows_endsEverySubscription() {
        var presence = new Throwing();
        var node = nodeOn(presence);
        var bob = FakeClient.connect(node, loop).identify("c2", "bob");
        bob.subscribe("one", PRESENCE, null);
        bob.subscribe("two", PRESENCE, null);
        loop.runAll();
        presence.throwing = true;

        bob.connection().lose();

        assertThat(node.channelCount()).isZero();
        assertThat(node.clients().size()).isZero();
        assertThat(bob.listener().closed()).isPresent();
    }

    @Test
    void refresh_engineThrew_isRepeated() {
        var presence = new Throwing();
        var bob = FakeClient.connect(nodeOn(presence), loop).identify("c2", "bob");
        bob.subscribe(CHANNEL, PRESENCE, null);
        loop.runAll();

        presence.throwing = true;
        letTimePass(bob, Duration.ofSeconds(30));
        presence.throwing = false;
        letTimePass(bob, Duration.ofMinutes(5));

        assertThat(presence.members(CHANNEL).toCompletableFuture().join()).containsKey("c2");
    }

    @Test
    void subscribe_withPresence_requiresIdentifiedSession() {
        var nobody = FakeClient.connect(node, loop);

        assertThatThrownBy(() -> nobody.subscribe(CHANNEL, PRESENCE, null))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("identify");
        assertThat(node.channelCount()).isZero();
    }

    @Test
    void joinAndLeave_subscriber_receivesInOrder() {
        var watcher = new Watcher();
        node.subscribe(loop, CHANNEL, ChannelOptions.defaults(), null, watcher);

        alice.subscribe(CHANNEL, JOINS, null);
        loop.runAll();
        alice.unsubscribe(CHANNEL);
        loop.runAll();

        assertThat(watcher.pushes).containsExactly(new Join(ALICE), new Leave(ALICE));
    }

    @Test
    void subscribe_cancelledBeforeAnswer_isNotVisible() {
        var watcher = new Watcher();
        node.subscribe(loop, CHANNEL, ChannelOptions.defaults(), null, watcher);
        var encoder = new RawEncoder(PlainFraming.PLAIN);
        var request = new SubscribeRequest(CHANNEL, encoder, JOINS.presence(), null, false);

        alice.subscribe(request, () -> alice.unsubscribe(CHANNEL));
        loop.runAll();

        assertThat(watcher.pushes).isEmpty();
        assertThat(members()).isEmpty();
    }

    @Test
    void serverSubscription_cancelled_ends() {
        var watcher = new Watcher();
        node.subscribe(loop, CHANNEL, ChannelOptions.defaults(), null, watcher);
        loop.runAll();
        assertThat(watcher.answers).hasSize(1);

        watcher.subscriptions.getFirst().cancel();
        alice.subscribe(CHANNEL, JOINS, null);
        loop.runAll();

        assertThat(watcher.pushes).isEmpty();
    }

    private Map<String, ClientInfo> members() {
        loop.runAll();
        return node.engine().presence().members(CHANNEL).toCompletableFuture().join();
    }

    private void letTimePass(FakeClient client, Duration duration) {
        for (var step = Duration.ZERO; step.compareTo(duration) < 0; step = step.plusSeconds(3)) {
            loop.advance(Duration.ofSeconds(3));
            client.connection().pong();
        }
    }

    private Node nodeOn(PresenceStore presence) {
        var memory = Engines.memory(loop);
        return new Node(List.of(loop), new WithPresence(memory, presence), NodeSettings.DEFAULTS, Metrics.NONE);
    }

    private record WithPresence(MemoryEngine memory, PresenceStore presence) implements Engine {
        @Override
        public Broker broker() {
            return memory.broker();
        }

        @Override
        public Cluster cluster() {
            return memory.cluster();
        }

        @Override
        public void close() {
            memory.close();
        }
    }

    /** A memory presence that can throw instead of returning a failed stage. */
    private final class Throwing implements PresenceStore {
        private final PresenceStore memory = new MemoryPresence(loop, MemoryGovernor.unlimited());
        private boolean throwing;
        private Consumer<Predicate<String>> lost = affected -> {};

        @Override
        public void onEntriesLost(Consumer<Predicate<String>> listener) {
            lost = listener;
        }

        private int count(String channel) {
            return memory.stats(channel).toCompletableFuture().join().clients();
        }

        @Override
        public CompletionStage<Void> add(String channel, ClientInfo info, Duration expiry) {
            requireSound();
            return memory.add(channel, info, expiry);
        }

        @Override
        public CompletionStage<Void> remove(String channel, String client) {
            requireSound();
            return memory.remove(channel, client);
        }

        @Override
        public CompletionStage<Map<String, ClientInfo>> members(String channel) {
            return memory.members(channel);
        }

        @Override
        public CompletionStage<PresenceStats> stats(String channel) {
            return memory.stats(channel);
        }

        private void requireSound() {
            if (throwing) {
                throw new EngineException("thrown");
            }
        }
    }

    /** Application code that listens to a channel. */
    private static final class Watcher implements ServerSubscription {
        private final List<Subscription> subscriptions = new ArrayList<>();
        private final List<Subscribed> answers = new ArrayList<>();
        private final List<Push> pushes = new ArrayList<>();

        @Override
        public void onStarted(Subscription subscription) {
            subscriptions.add(subscription);
        }

        @Override
        public void onSubscribed(Subscribed result) {
            answers.add(result);
        }

        @Override
        public boolean onPush(Push push) {
            return pushes.add(push);
        }

        @Override
        public void onUnsubscribed(UnsubscribeReason reason) {
            throw new AssertionError("ended: " + reason);
        }
    }
}
