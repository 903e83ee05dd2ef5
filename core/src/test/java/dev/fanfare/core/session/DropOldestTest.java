package dev.fanfare.core.session;

import static dev.fanfare.core.session.QueueClient.join;
import static dev.fanfare.core.session.QueueClient.roomFor;
import static org.assertj.core.api.Assertions.assertThat;

import dev.fanfare.core.fake.VirtualLoop;
import dev.fanfare.model.channel.Payload;
import dev.fanfare.model.channel.SlowClientPolicy;
import dev.fanfare.model.client.DisconnectReason;
import dev.fanfare.model.monitoring.Metrics.DropReason;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Above the limit, the oldest publications are dropped, those of the same channel first. */
class DropOldestTest {
    private final VirtualLoop loop = new VirtualLoop();
    private final SubscriptionQueue scores = SubscriptionQueue.of(SlowClientPolicy.DROP_OLDEST);
    private final SubscriptionQueue chat = SubscriptionQueue.of(SlowClientPolicy.DROP_OLDEST);
    private final SubscriptionQueue news = SubscriptionQueue.of(SlowClientPolicy.DISCONNECT);
    private final QueueClient client = new QueueClient(loop, roomFor(3, 2));

    @Test
    void deliver_fastClientAnyAmount_dropsNothing() {
        client.deliver(scores, "s1", "s2", "s3", "s4", "s5");

        assertThat(client.texts()).containsExactly("s1", "s2", "s3", "s4", "s5");
        assertThat(client.metrics().dropped()).isEmpty();
    }

    @Test
    void deliver_belowLimit_dropsNothing() {
        client.connection().stall();

        client.deliver(scores, "s1");
        client.deliver(scores, "s2", "s3");
        client.connection().resume();

        assertThat(client.texts()).containsExactly("s1", "s2", "s3");
        assertThat(client.metrics().dropped()).isEmpty();
    }

    @Test
    void deliver_aboveLimit_dropsOldestOfItsChannel() {
        client.connection().stall();

        client.deliver(chat, "c1");
        client.deliver(scores, "s1", "s2");
        client.deliver(scores, "s3");
        client.connection().resume();

        assertThat(client.texts()).containsExactly("c1", "s2", "s3");
        assertThat(client.metrics().dropped()).isEqualTo(Map.of(DropReason.OLDEST, 1));
    }

    @Test
    void deliver_ownChannelEmpty_dropsOldestOfOthers() {
        var third = SubscriptionQueue.of(SlowClientPolicy.DROP_OLDEST);
        client.connection().stall();

        client.deliver(chat, "c1");
        client.deliver(third, "t1");
        client.deliver(chat, "c2");
        client.deliver(scores, "s1");
        client.connection().resume();

        assertThat(client.texts()).containsExactly("t1", "c2", "s1");
    }

    @Test
    void deliver_burstAboveLimit_keepsNewest() {
        client.connection().stall();

        client.deliver(scores, "s1", "s2", "s3", "s4", "s5");
        client.connection().resume();

        assertThat(client.texts()).containsExactly("s3", "s4", "s5");
        assertThat(client.metrics().dropped()).isEqualTo(Map.of(DropReason.OLDEST, 2));
    }

    @Test
    void deliver_aboveLimitAndOthersDroppable_isQueuedAlone() {
        var large = "x".repeat(2 * roomFor(3, 2));
        client.connection().stall();

        client.deliver(chat, "c1");
        client.deliver(scores, large);
        assertThat(client.session().isOpen()).isTrue();
        client.connection().resume();

        assertThat(client.texts()).containsExactly(large);
    }

    @Test
    void deliver_aboveLimitAndOthersUndroppable_disconnects() {
        client.connection().stall();

        client.deliver(news, "n1");
        client.deliver(scores, "x".repeat(2 * roomFor(3, 2)));

        assertThat(client.connection().closeReason()).contains(DisconnectReason.SLOW.reason());
    }

    @Test
    void deliver_otherPolicy_dropsOldestFirst() {
        client.connection().stall();

        client.deliver(scores, "s1", "s2", "s3");
        client.deliver(news, "n1");
        client.deliver(SubscriptionQueue.of(SlowClientPolicy.conflate()), "p1");
        client.deliver(news, "n2");
        assertThat(client.session().isOpen()).isTrue();
        assertThat(client.metrics().dropped()).isEqualTo(Map.of(DropReason.OLDEST, 3));
        client.deliver(news, "n3");

        assertThat(client.connection().closeReason()).contains(DisconnectReason.SLOW.reason());
        assertThat(client.metrics().disconnected()).isEqualTo(Map.of(3008, 1));
    }

    @Test
    void reply_aboveLimit_dropsPublications() {
        client.connection().stall();

        client.deliver(scores, "s1", "s2", "s3");
        client.reply("r1");
        client.reply("r2");
        client.deliver(scores, "s4", "s5");
        client.connection().resume();

        assertThat(client.texts()).containsExactly("r1", "r2", "s5");
        assertThat(client.metrics().dropped()).isEqualTo(Map.of(DropReason.OLDEST, 4));
    }

    @Test
    void reply_aboveLimitByRepliesOnly_disconnects() {
        client.connection().stall();

        client.reply("r1");
        client.reply("r2");
        client.reply("r3");
        client.deliver(scores, "s1");

        assertThat(client.connection().closeReason()).contains(DisconnectReason.SLOW.reason());
        assertThat(client.metrics().dropped()).isEmpty();
    }

    @Test
    void replies_ofBurst_areSentBeforeDropping() {
        client.session().onMessage(Payload.text("several requests"));
        client.reply("r1");
        client.deliver(scores, "s1", "s2");

        client.reply("r2");
        client.session().onReadComplete();

        assertThat(client.texts()).containsExactly("r1", "s1", "s2", "r2");
        assertThat(client.metrics().dropped()).isEmpty();
    }

    @Test
    void joins_aboveLimit_areDroppedInOrder() {
        client.connection().stall();

        client.deliver(chat, join("a"));
        client.deliver(chat, "c1", "c2", "c3");
        client.connection().resume();

        assertThat(client.texts()).containsExactly("c1", "c2", "c3");
    }

    @Test
    void queue_sentOrSessionEnded_isEmpty() {
        client.connection().stall();
        client.deliver(scores, "s1", "s2");
        assertThat(scores.oldest()).isNotNull();
        client.connection().resume();
        assertThat(scores.oldest()).isNull();

        client.connection().stall();
        client.deliver(scores, "s3", "s4");
        client.connection().lose();

        assertThat(scores.oldest()).isNull();
        assertThat(client.session().outboxBytes()).isZero();
    }

    @Test
    void disconnect_queuedPublications_areNotCountedAsDropped() {
        client.connection().stall();
        client.deliver(scores, "s1", "s2");

        client.session().disconnect(DisconnectReason.SHUTDOWN);

        assertThat(scores.oldest()).isNull();
        assertThat(client.metrics().dropped()).isEmpty();
        assertThat(client.metrics().disconnected()).isEqualTo(Map.of(1001, 1));
    }
}
