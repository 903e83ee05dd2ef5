package dev.fanfare.simulation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.fanfare.core.fake.FakeClient;
import dev.fanfare.core.fake.VirtualLoop;
import dev.fanfare.core.node.Node;
import dev.fanfare.core.node.NodeSettings;
import dev.fanfare.model.channel.EngineException;
import dev.fanfare.model.channel.Payload;
import dev.fanfare.model.client.CloseReason;
import dev.fanfare.model.client.DisconnectReason;
import dev.fanfare.model.monitoring.Metrics;
import dev.fanfare.simulation.fabric.Fabric;
import dev.fanfare.simulation.system.SimulatedEngine;
import dev.fanfare.simulation.system.SimulatedSystem;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Operations on clients that are connected to another node. */
class ClientsAcrossNodesTest {
    private static final long SEED = 1;
    private static final String CHANNEL = "news";

    private final Fabric fabric = new Fabric(SEED, null);
    private final SimulatedSystem system = new SimulatedSystem(fabric);
    private final VirtualLoop loop = new VirtualLoop(fabric.time());
    private final VirtualLoop otherLoop = new VirtualLoop(fabric.time());
    private final Node node = node("n1", loop);
    private final Node otherNode = node("n2", otherLoop);
    private final String aliceId = otherNode.clients().newId();
    private final FakeClient alice = FakeClient.connect(otherNode, otherLoop).identify(aliceId, "alice");
    private final FakeClient bob = FakeClient.connect(otherNode, otherLoop)
            .identify(otherNode.clients().newId(), "bob");

    @Test
    void send_toOtherNode_arrivesInOrder() {
        node.clients().send(aliceId, Payload.text("first"));
        node.clients().send(aliceId, Payload.text("second"));
        settle();

        assertThat(alice.listener().directs()).containsExactly("first", "second");
        assertThat(bob.listener().directs()).isEmpty();
    }

    @Test
    void disconnectClient_onOtherNode_endsOneSession() {
        var kicked = new CloseReason(4001, "kicked");

        node.clients().disconnectClient(aliceId, kicked);
        settle();

        assertThat(alice.connection().closeReason()).contains(kicked);
        assertThat(bob.connection().closeReason()).isEmpty();
    }

    @Test
    void send_toDisconnectedClient_succeeds() {
        alice.connection().lose();

        var sent = node.clients().send(aliceId, Payload.text("late")).toCompletableFuture();
        settle();

        assertThat(sent).isCompleted();
        assertThat(alice.listener().directs()).isEmpty();
    }

    @Test
    void send_unknownNode_fails() {
        otherNode.close();

        var sent = node.clients().send(aliceId, Payload.text("late")).toCompletableFuture();
        settle();

        assertThatThrownBy(sent::join).hasCauseInstanceOf(EngineException.class).hasMessageContaining("n2");
    }

    @Test
    void disconnect_user_endsSessionsOfAllNodes() {
        var aliceHere = FakeClient.connect(node, loop).identify(node.clients().newId(), "alice");

        node.clients().disconnect("alice", DisconnectReason.FORCED.reason());
        settle();

        assertThat(alice.connection().closeReason()).contains(DisconnectReason.FORCED.reason());
        assertThat(aliceHere.connection().closeReason()).contains(DisconnectReason.FORCED.reason());
        assertThat(bob.connection().closeReason()).isEmpty();
    }

    @Test
    void unsubscribe_user_endsSubscriptionsAndNotifies() {
        alice.subscribe(CHANNEL);
        alice.subscribe("other");
        bob.subscribe(CHANNEL);
        settle();

        node.clients().unsubscribe("alice", CHANNEL);
        settle();

        assertThat(alice.unsubscribed()).containsExactly("news SERVER");
        assertThat(alice.session().subscriptions().channels()).containsExactly("other");
        assertThat(bob.unsubscribed()).isEmpty();
    }

    private Node node(String name, VirtualLoop itsLoop) {
        var engine = new SimulatedEngine(fabric, system, name);
        return new Node(List.of(itsLoop), engine, NodeSettings.DEFAULTS, Metrics.NONE);
    }

    private void settle() {
        fabric.advance(Duration.ofSeconds(1));
    }
}
