package dev.fanfare.core.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.fanfare.core.fake.Engines;
import dev.fanfare.core.fake.FakeClient;
import dev.fanfare.core.fake.VirtualLoop;
import dev.fanfare.core.fake.VirtualTime;
import dev.fanfare.model.channel.EngineException;
import dev.fanfare.model.channel.Payload;
import dev.fanfare.model.channel.Publication;
import dev.fanfare.model.channel.PublishOptions;
import dev.fanfare.model.client.CloseReason;
import dev.fanfare.model.client.DisconnectReason;
import dev.fanfare.model.monitoring.Metrics;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Operations on clients by their id and by their user. */
class ClientsTest {
    private static final String CHANNEL = "news";

    private final VirtualTime time = new VirtualTime();
    private final VirtualLoop loop = new VirtualLoop(time);
    private final VirtualLoop otherLoop = new VirtualLoop(time);
    private final Node node =
            new Node(List.of(loop, otherLoop), Engines.memory(loop), NodeSettings.DEFAULTS, Metrics.NONE);
    private final FakeClient alice = FakeClient.connect(node, loop).identify("a1", "alice");
    private final FakeClient aliceAgain = FakeClient.connect(node, otherLoop).identify("a2", "alice");
    private final FakeClient bob = FakeClient.connect(node, loop).identify("b1", "bob");

    @Test
    void disconnect_user_endsOnlyItsSessions() {
        node.clients().disconnect("alice", DisconnectReason.FORCED.reason());
        runAll();

        assertThat(alice.connection().closeReason()).contains(DisconnectReason.FORCED.reason());
        assertThat(aliceAgain.connection().closeReason()).contains(DisconnectReason.FORCED.reason());
        assertThat(bob.connection().closeReason()).isEmpty();
        assertThat(node.clients().size()).isEqualTo(1);
    }

    @Test
    void disconnectClient_endsOneSession() {
        var kicked = new CloseReason(4001, "kicked");

        node.clients().disconnectClient("a1", kicked);
        runAll();

        assertThat(alice.connection().closeReason()).contains(kicked);
        assertThat(aliceAgain.connection().closeReason()).isEmpty();
    }

    @Test
    void send_invalidId_isRejected() {
        assertThatThrownBy(() -> node.clients().send("alice", Payload.text("hi")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("got 'alice'");
    }

    @Test
    void priorityTask_runsBeforeLaterPublications() {
        alice.subscribe(CHANNEL);
        runAll();
        node.publish(CHANNEL, Publication.of(Payload.text("before")), PublishOptions.NONE);
        node.priorityExecutor(loop).execute(() -> alice.reply("own"));
        node.publish(CHANNEL, Publication.of(Payload.text("behind")), PublishOptions.NONE);

        runAll();

        assertThat(alice.texts()).containsSubsequence("own", "behind").hasSize(3);
    }

    @Test
    void priorityTasks_many_runBeforeLaterPublications() {
        alice.subscribe(CHANNEL);
        runAll();
        node.publish(CHANNEL, Publication.of(Payload.text("before")), PublishOptions.NONE);
        for (int i = 0; i < 500; i++) {
            node.priorityExecutor(loop).execute(() -> alice.reply("own"));
        }
        node.publish(CHANNEL, Publication.of(Payload.text("behind")), PublishOptions.NONE);

        runAll();

        assertThat(alice.texts()).hasSize(502).endsWith("behind");
    }

    @Test
    void priorityTask_fails_othersStillRun() {
        alice.subscribe(CHANNEL);
        runAll();
        node.priorityExecutor(loop).execute(() -> {
            throw new IllegalStateException("planned");
        });
        node.priorityExecutor(loop).execute(() -> alice.reply("own"));
        node.publish(CHANNEL, Publication.of(Payload.text("behind")), PublishOptions.NONE);

        runAll();

        assertThat(alice.texts()).containsExactly("own", "behind");
    }

    @Test
    void unsubscribe_user_endsSubscriptionsAndNotifies() {
        alice.subscribe(CHANNEL);
        alice.subscribe("other");
        aliceAgain.subscribe(CHANNEL);
        bob.subscribe(CHANNEL);
        runAll();

        node.clients().unsubscribe("alice", CHANNEL);
        runAll();

        assertThat(alice.unsubscribed()).containsExactly("news SERVER");
        assertThat(aliceAgain.unsubscribed()).containsExactly("news SERVER");
        assertThat(bob.unsubscribed()).isEmpty();
        assertThat(alice.session().subscriptions().channels()).containsExactly("other");
    }

    @Test
    void identify_clientIdInUse_leavesSessionUnidentified() {
        var late = FakeClient.connect(node, loop);

        assertThatThrownBy(() -> late.identify("a1", "mallory")).hasMessageContaining("already in use");

        assertThat(late.session().info()).isNull();
        late.identify("m1", "mallory");
        assertThat(node.clients().size()).isEqualTo(4);
    }

    @Test
    void send_clientId_reachesOneSession() {
        node.clients().send("a2", Payload.text("hello"));
        runAll();

        assertThat(aliceAgain.listener().directs()).containsExactly("hello");
        assertThat(alice.listener().directs()).isEmpty();
    }

    @Test
    void send_endedLocalSession_succeeds() {
        var id = node.clients().newId();
        var gone = FakeClient.connect(node, loop).identify(id, "carol");
        gone.connection().lose();

        assertThat(node.clients().send(id, Payload.text("late"))).isCompleted();
        assertThat(gone.listener().directs()).isEmpty();
    }

    @Test
    void send_clientOfUnknownNode_fails() {
        assertThatThrownBy(() -> node.clients()
                        .send("elsewhere.1", Payload.text("hello"))
                        .toCompletableFuture()
                        .join())
                .hasCauseInstanceOf(EngineException.class)
                .hasMessageContaining("elsewhere");
    }

    @Test
    void newId_repeated_isUnique() {
        assertThat(node.clients().newId()).isNotEqualTo(node.clients().newId());
    }

    @Test
    void identify_clientIdInUse_isRejected() {
        var carol = FakeClient.connect(node, loop);

        assertThatThrownBy(() -> carol.identify("a1", "carol"))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("a1");
        carol.connection().lose();
        node.clients().send("a1", Payload.text("hello"));
        runAll();
        assertThat(alice.listener().directs()).containsExactly("hello");
    }

    @Test
    void identify_twice_isRejected() {
        assertThatThrownBy(() -> alice.identify("a3", "alice")).isInstanceOf(IllegalStateException.class);
    }

    private void runAll() {
        time.advance(Duration.ZERO);
    }
}
