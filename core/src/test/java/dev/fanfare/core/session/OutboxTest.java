package dev.fanfare.core.session;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fanfare.core.fake.Engines;
import dev.fanfare.core.fake.FakeClient;
import dev.fanfare.core.fake.FakeConnection.Write;
import dev.fanfare.core.fake.VirtualLoop;
import dev.fanfare.core.node.Node;
import dev.fanfare.core.node.NodeSettings;
import dev.fanfare.model.channel.Payload;
import dev.fanfare.model.channel.Publication;
import dev.fanfare.model.channel.PublishOptions;
import dev.fanfare.model.client.CloseReason;
import dev.fanfare.model.client.DisconnectReason;
import dev.fanfare.model.monitoring.Metrics;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** The queue of a client: its order and its limit. */
class OutboxTest {
    private static final String CHANNEL = "news";
    private static final int MAX_BYTES = 300_000;
    private static final int JOINED_BYTES = 64 * 1024;
    private static final Duration FLUSH_TIMEOUT = Duration.ofSeconds(5);
    private static final SessionSettings SETTINGS =
            new SessionSettings(MAX_BYTES, 10, Duration.ZERO, Duration.ofSeconds(1), FLUSH_TIMEOUT);

    private final VirtualLoop loop = new VirtualLoop();
    private final Node node =
            new Node(List.of(loop), Engines.memory(), NodeSettings.DEFAULTS.withSession(SETTINGS), Metrics.NONE);

    @Test
    void publish_stalledClient_othersReceive() {
        var stalled = subscriber();
        var other = subscriber();
        stalled.connection().stall();

        int published = 0;
        while (stalled.session().isOpen()) {
            publish("%01000d".formatted(published++));
            loop.runAll();
            assertThat(stalled.session().outboxBytes()).isLessThanOrEqualTo(MAX_BYTES);
            assertThat(other.texts()).hasSize(published);
        }

        assertThat(published).isEqualTo(MAX_BYTES / (1001 + Outbox.OVERHEAD_BYTES) + 1);
    }

    @Test
    void publish_aboveLimit_disconnectsAsSlow() {
        var stalled = subscriber();
        stalled.connection().stall();

        overflow();

        var slow = new CloseReason(3008, "slow");
        assertThat(stalled.connection().closeReason()).contains(slow);
        assertThat(stalled.listener().closed()).contains(slow);
        assertThat(stalled.session().outboxBytes()).isZero();
        assertThat(stalled.session().subscriptions().channels()).isEmpty();
        assertThat(node.channelCount()).isZero();
    }

    @Test
    void publish_aboveLimit_othersReceive() {
        var stalled = subscriber();
        var other = subscriber();
        stalled.connection().stall();

        overflow();
        publish("still there");
        loop.runAll();

        assertThat(node.channelCount()).isEqualTo(1);
        assertThat(other.texts()).last().isEqualTo("still there");
    }

    @Test
    void deliver_messageAboveLimitAlone_isQueued() {
        var client = subscriber();
        client.connection().stall();
        var large = "x".repeat(MAX_BYTES * 2);

        deliver(large);
        loop.runAll();
        assertThat(client.session().isOpen()).isTrue();
        client.connection().resume();

        assertThat(client.texts()).containsExactly(large);
    }

    @Test
    void deliver_messageAboveLimitAndOthersQueued_disconnects() {
        var client = subscriber();
        client.connection().stall();
        publish("small");
        loop.runAll();

        deliver("x".repeat(MAX_BYTES * 2));
        loop.runAll();

        assertThat(client.connection().closeReason()).contains(DisconnectReason.SLOW.reason());
    }

    @Test
    void publish_batchAboveLimit_disconnects() {
        var tiny = new SessionSettings(1_000, 10, Duration.ZERO, Duration.ofSeconds(1), FLUSH_TIMEOUT);
        var tinyNode = new Node(List.of(loop), Engines.memory(), NodeSettings.DEFAULTS.withSession(tiny), Metrics.NONE);
        var client = FakeClient.connect(tinyNode, loop);
        client.subscribe(CHANNEL);
        loop.runAll();
        client.connection().stall();

        for (int i = 0; i < 3; i++) {
            tinyNode.publish(CHANNEL, Publication.of(Payload.text("x".repeat(500))), PublishOptions.NONE);
        }
        loop.runAll();

        assertThat(client.session().outboxBytes()).isLessThanOrEqualTo(1_000);
        assertThat(client.connection().closeReason()).contains(DisconnectReason.SLOW.reason());
    }

    @Test
    void resume_repliesAndPublications_sendsRepliesFirst() {
        var client = subscriber();
        client.connection().stall();

        publish("publication 1");
        loop.runAll();
        client.reply("reply 1");
        publish("publication 2");
        loop.runAll();
        client.reply("reply 2");
        client.connection().resume();

        assertThat(client.texts()).containsExactly("reply 1", "reply 2", "publication 1", "publication 2");
    }

    @Test
    void resume_manyReplies_precedePublications() {
        var client = subscriber();
        client.connection().stall();

        publish("publication");
        loop.runAll();
        client.reply("a" + "x".repeat(JOINED_BYTES / 2));
        client.reply("b" + "x".repeat(JOINED_BYTES / 2));
        client.connection().resume();

        assertThat(client.texts()).extracting(text -> text.substring(0, 1)).containsExactly("a", "b", "p");
    }

    @Test
    void replies_sent_drainDespiteQueuedPublications() {
        var client = subscriber();
        client.connection().stall();
        for (int i = 0; i < 2 * JOINED_BYTES / 1000; i++) {
            publish("%01000d".formatted(i));
            loop.runAll();
        }
        client.reply("reply");

        client.connection().onWrite(client.connection()::stall);
        client.connection().resume();

        assertThat(client.texts()).first().isEqualTo("reply");
        assertThat(client.session().outboxBytes()).isPositive();
        assertThat(client.session().hasWaitingReplies()).isFalse();
        assertThat(client.listener().drained()).isEqualTo(1);
    }

    @Test
    void resume_queued_isJoinedUpTo64KiB() {
        var client = subscriber();
        client.connection().stall();
        var texts = IntStream.range(0, 200).mapToObj("%01000d"::formatted).toList();

        for (var text : texts) {
            publish(text);
            loop.runAll();
        }
        client.connection().resume();

        var writes = client.connection().writes();
        assertThat(writes).hasSize(Math.ceilDiv(200, JOINED_BYTES / 1001));
        assertThat(writes).extracting(Write::size).allMatch(size -> size <= JOINED_BYTES);
        assertThat(client.texts()).isEqualTo(texts);
        assertThat(client.listener().drained()).isEqualTo(1);
        assertThat(client.session().outboxBytes()).isZero();
    }

    @Test
    void publish_othersQueued_doesNotOvertake() {
        var client = subscriber();
        client.connection().stall();
        publish("first");
        loop.runAll();

        client.connection().onWrite(() -> client.connection().stall());
        client.connection().resume();
        publish("second");
        loop.runAll();
        client.connection().resume();

        assertThat(client.texts()).containsExactly("first", "second");
    }

    @Test
    void replies_toOneBurst_areOneWrite() {
        var client = subscriber();
        var session = client.session();
        var frame = client.connection().framing().message(Payload.text("reply"));

        session.onMessage(Payload.text("1"));
        session.send(frame);
        session.onMessage(Payload.text("2"));
        session.send(frame);
        session.onReadComplete();

        assertThat(client.connection().writes()).hasSize(1);
        assertThat(client.texts()).containsExactly("reply", "reply");
    }

    @Test
    void publish_duringBurst_doesNotOvertakeReplies() {
        var client = subscriber();

        client.session().onMessage(Payload.text("1"));
        client.reply("reply");
        publish("publication");
        loop.runAll();
        client.session().onReadComplete();

        assertThat(client.texts()).containsExactly("reply", "publication");
    }

    @Test
    void disconnect_nothingQueued_closesAtOnce() {
        var client = subscriber();

        client.session().disconnect(DisconnectReason.SHUTDOWN);

        assertThat(client.connection().closeReason()).contains(new CloseReason(1001, "shutdown"));
        assertThat(node.channelCount()).isZero();
        loop.runAll();
        assertThat(loop.timers()).isZero();
    }

    @Test
    void disconnect_stalledClient_sendsRepliesAndDropsRest() {
        var client = subscriber();
        client.connection().stall();
        publish("publication");
        loop.runAll();
        client.reply("reply");

        client.session().disconnect(DisconnectReason.SHUTDOWN);
        publish("late");
        loop.runAll();
        client.reply("late reply");
        assertThat(client.connection().closeReason()).isEmpty();
        assertThat(client.listener().closed()).contains(DisconnectReason.SHUTDOWN.reason());
        client.connection().resume();

        assertThat(client.texts()).containsExactly("reply");
        assertThat(client.connection().closeReason()).contains(DisconnectReason.SHUTDOWN.reason());
        assertThat(loop.timers()).isLessThanOrEqualTo(1); // the heartbeat's, if that ticks still: not the flush timer
    }

    @Test
    void disconnect_stalledClient_closesAfterFlushTimeout() {
        var client = subscriber();
        client.connection().stall();
        client.reply("reply");

        client.session().disconnect(DisconnectReason.SHUTDOWN);
        loop.advance(FLUSH_TIMEOUT.minusMillis(1));
        assertThat(client.connection().closeReason()).isEmpty();
        loop.advance(Duration.ofMillis(1));

        assertThat(client.connection().closeReason()).contains(DisconnectReason.SHUTDOWN.reason());
        assertThat(client.texts()).isEmpty();
    }

    @Test
    void send_burstAboveLimit_isSentToFastClient() {
        var client = FakeClient.connect(node, loop);
        var half = "x".repeat(MAX_BYTES * 2 / 3);

        client.session().onMessage(Payload.text("a request"));
        client.reply(half);
        client.reply(half);
        client.session().onReadComplete();

        assertThat(client.session().isOpen()).isTrue();
        assertThat(client.texts()).containsExactly(half, half);
    }

    @Test
    void lose_session_endsSubscriptions() {
        var client = subscriber();

        client.connection().lose();
        publish("late");
        loop.runAll();

        assertThat(client.listener().closed()).contains(CloseReason.lost());
        assertThat(client.session().isOpen()).isFalse();
        assertThat(client.texts()).isEmpty();
        assertThat(node.channelCount()).isZero();
    }

    private void overflow() {
        for (int i = 0; i <= MAX_BYTES / 1000; i++) {
            publish("x".repeat(1000));
            loop.runAll();
        }
    }

    private FakeClient subscriber() {
        var client = FakeClient.connect(node, loop);
        client.subscribe(CHANNEL);
        loop.runAll();
        return client;
    }

    private void publish(String text) {
        node.publish(CHANNEL, Publication.of(Payload.text(text)), PublishOptions.NONE);
    }

    /** Delivers a message of an external system, whose size the node does not limit. */
    private void deliver(String text) {
        node.deliver(CHANNEL, Publication.of(Payload.text(text)));
    }
}
