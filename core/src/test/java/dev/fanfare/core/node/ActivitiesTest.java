package dev.fanfare.core.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.fanfare.core.activity.ActivityListener;
import dev.fanfare.core.budget.MemoryGovernor;
import dev.fanfare.core.fake.Engines;
import dev.fanfare.core.fake.FakeClient;
import dev.fanfare.core.fake.VirtualLoop;
import dev.fanfare.core.memory.MemoryBroker;
import dev.fanfare.core.node.SubscribeResult.Subscribed;
import dev.fanfare.core.port.Broker;
import dev.fanfare.core.port.Cluster;
import dev.fanfare.core.port.Engine;
import dev.fanfare.core.port.PresenceStore;
import dev.fanfare.core.session.Subscription;
import dev.fanfare.model.channel.ChannelOptions;
import dev.fanfare.model.channel.ClientInfo;
import dev.fanfare.model.channel.Push;
import dev.fanfare.model.client.CloseReason;
import dev.fanfare.model.client.DisconnectReason;
import dev.fanfare.model.client.UnsubscribeReason;
import dev.fanfare.model.monitoring.Activity;
import dev.fanfare.model.monitoring.Activity.Disconnected;
import dev.fanfare.model.monitoring.Activity.Occupied;
import dev.fanfare.model.monitoring.Activity.Unsubscribed;
import dev.fanfare.model.monitoring.Activity.Vacated;
import dev.fanfare.model.monitoring.Metrics;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.Test;

/** The activities of clients and channels. */
class ActivitiesTest {
    private static final Duration DEBOUNCE = Duration.ofSeconds(1);
    private static final ClientInfo ANN = new ClientInfo("c1", "ann");

    private final VirtualLoop loop = new VirtualLoop();
    private final VirtualLoop otherLoop = new VirtualLoop();
    private final Node node =
            new Node(List.of(loop, otherLoop), Engines.memory(loop), NodeSettings.DEFAULTS, Metrics.NONE);
    private final Recorder clients = new Recorder();
    private final Recorder channels = new Recorder();

    @Test
    void client_lost_isReportedAfterItsSubscriptions() {
        var ann = watchedAnn();
        ann.subscribe("news");
        loop.runAll();
        loop.advance(Duration.ofSeconds(3));

        ann.connection().lose();

        assertThat(clients.heard)
                .containsExactly(
                        new Unsubscribed(ANN, "news", Unsubscribed.DISCONNECT, "client disconnected"),
                        new Disconnected(ANN, CloseReason.lost(), Duration.ofSeconds(3)));
    }

    @Test
    void client_endedByServer_isReportedWithReason() {
        var ann = watchedAnn();

        ann.session().disconnect(DisconnectReason.FORCED);
        ann.connection().lose();

        assertThat(clients.heard)
                .containsExactly(new Disconnected(ANN, DisconnectReason.FORCED.reason(), Duration.ZERO));
    }

    @Test
    void unsubscribe_anyCause_isReportedWithCause() {
        var ann = watchedAnn();
        ann.subscribe("own");
        ann.subscribe("forced");
        loop.runAll();

        ann.unsubscribe("own");
        Objects.requireNonNull(ann.session().subscriptions().get("forced")).end(UnsubscribeReason.EXPIRED);

        assertThat(clients.heard)
                .containsExactly(
                        new Unsubscribed(ANN, "own", Unsubscribed.CLIENT, "client unsubscribed"),
                        new Unsubscribed(ANN, "forced", 2501, "expired"));
    }

    @Test
    void subscribe_notAnswered_isNotReported() {
        node.activities().watchChannels(DEBOUNCE, channels);
        var ann = watchedAnn();
        ann.subscribe("news");

        ann.unsubscribe("news");
        passTime();

        assertThat(clients.heard).isEmpty();
        assertThat(channels.heard).isEmpty();
    }

    @Test
    void session_unidentified_countsForChannelsOnly() {
        node.activities().watchClients(clients);
        node.activities().watchChannels(DEBOUNCE, channels);
        var nobody = FakeClient.connect(node, loop);
        nobody.subscribe("news");
        passTime();

        nobody.connection().lose();
        passTime();

        assertThat(clients.heard).isEmpty();
        assertThat(channels.names()).containsExactly("Occupied news", "Vacated news");
    }

    @Test
    void channel_clientsOfAnyLoopButNotCode_isOccupied() {
        node.activities().watchChannels(DEBOUNCE, channels);
        node.subscribe(loop, "code", ChannelOptions.defaults(), null, new Code());
        var ann = FakeClient.connect(node, loop);
        var bob = FakeClient.connect(node, otherLoop);
        ann.subscribe("news");
        bob.subscribe("news");
        passTime();
        ann.unsubscribe("news");
        passTime();

        assertThat(channels.names()).containsExactly("Occupied news");
        bob.unsubscribe("news");
        passTime();
        assertThat(channels.names()).containsExactly("Occupied news", "Vacated news");
    }

    @Test
    void listener_throws_othersAreUnaffected() {
        ActivityListener broken = activity -> {
            throw new IllegalStateException("planted");
        };
        node.activities().watchClients(broken);
        node.activities().watchChannels(DEBOUNCE, broken);
        var ann = FakeClient.connect(node, loop).identify("c1", "ann");
        ann.subscribe("news");
        passTime();

        ann.connection().lose();
        passTime();

        assertThat(node.channelCount()).isZero();
        assertThat(node.clients().size()).isZero();
        assertThat(ann.listener().closed()).isPresent();
    }

    @Test
    void watch_secondListenerOrUnsupportedEngine_isRejected() {
        node.activities().watchClients(clients);

        assertThatThrownBy(() -> node.activities().watchClients(channels)).isInstanceOf(IllegalStateException.class);
        var unknowing = new Node(List.of(loop), new Unknowing(loop), NodeSettings.DEFAULTS, Metrics.NONE);
        assertThatThrownBy(() -> unknowing.activities().watchChannels(DEBOUNCE, channels))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("does not track");
    }

    @Test
    void close_listeners_areClosed() {
        node.activities().watchClients(clients);
        node.activities().watchChannels(DEBOUNCE, channels);

        node.close();

        assertThat(clients.closed && channels.closed).isTrue();
    }

    private FakeClient watchedAnn() {
        node.activities().watchClients(clients);
        return FakeClient.connect(node, loop).identify(ANN.client(), ANN.user());
    }

    private void passTime() {
        loop.runAll();
        otherLoop.runAll();
        loop.advance(DEBOUNCE);
    }

    private static final class Recorder implements ActivityListener {
        private final List<Activity> heard = new ArrayList<>();
        private boolean closed;

        @Override
        public CompletionStage<Void> onActivity(Activity activity) {
            heard.add(activity);
            return CompletableFuture.completedStage(null);
        }

        @Override
        public void close() {
            closed = true;
        }

        List<String> names() {
            return heard.stream()
                    .map(activity -> switch (activity) {
                        case Occupied occupied -> "Occupied " + occupied.channel();
                        case Vacated vacated -> "Vacated " + vacated.channel();
                        case Disconnected gone ->
                            "Disconnected " + gone.client().client();
                        case Unsubscribed left -> "Unsubscribed " + left.channel();
                    })
                    .toList();
        }
    }

    private static final class Code implements ServerSubscription {
        @Override
        public void onStarted(Subscription subscription) {}

        @Override
        public void onSubscribed(Subscribed result) {}

        @Override
        public boolean onPush(Push push) {
            return true;
        }

        @Override
        public void onUnsubscribed(UnsubscribeReason reason) {}
    }

    private record Unknowing(Broker broker, PresenceStore presence, Cluster cluster) implements Engine {
        Unknowing(VirtualLoop loop) {
            this(Engines.of(new MemoryBroker(loop, new Random(1), MemoryGovernor.unlimited()), loop));
        }

        private Unknowing(Engine engine) {
            this(engine.broker(), engine.presence(), engine.cluster());
        }

        @Override
        public void close() {}
    }
}
