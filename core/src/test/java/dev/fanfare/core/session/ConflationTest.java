package dev.fanfare.core.session;

import static dev.fanfare.core.session.QueueClient.join;
import static dev.fanfare.core.session.QueueClient.roomFor;
import static dev.fanfare.core.session.QueueClient.tagged;
import static org.assertj.core.api.Assertions.assertThat;

import dev.fanfare.core.fake.VirtualLoop;
import dev.fanfare.model.channel.Payload;
import dev.fanfare.model.channel.Publication;
import dev.fanfare.model.channel.SlowClientPolicy;
import dev.fanfare.model.client.DisconnectReason;
import dev.fanfare.model.monitoring.Metrics.DropReason;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Only the newest publication of each key is queued. */
class ConflationTest {
    private static final int AMPLE = 100_000;
    private static final String TAG = "symbol";

    private final VirtualLoop loop = new VirtualLoop();
    private final SubscriptionQueue prices = SubscriptionQueue.of(SlowClientPolicy.conflate());

    @Test
    void deliver_fastClient_dropsNothing() {
        var client = new QueueClient(loop, AMPLE);

        client.deliver(prices, "1", "2");
        client.deliver(prices, "3");

        assertThat(client.texts()).containsExactly("1", "2", "3");
        assertThat(client.metrics().dropped()).isEmpty();
    }

    @Test
    void deliver_olderIsQueued_replacesIt() {
        var client = stalled(AMPLE);

        client.deliver(prices, "1");
        client.deliver(prices, "2", "3");

        assertThat(client.session().outboxBytes()).isEqualTo(roomFor(1, 1));
        client.connection().resume();
        assertThat(client.texts()).containsExactly("3");
        assertThat(client.metrics().dropped()).isEqualTo(Map.of(DropReason.CONFLATED, 2));
    }

    @Test
    void deliver_withKey_keepsOtherKeysAndAppends() {
        var lane = SubscriptionQueue.of(SlowClientPolicy.conflateBy(TAG));
        var client = stalled(AMPLE);

        client.deliver(lane, tagged("a1", TAG, "a"), tagged("b1", TAG, "b"), tagged("a2", TAG, "a"));
        client.connection().resume();

        assertThat(client.texts()).containsExactly("b1", "a2");
        assertThat(client.metrics().dropped()).isEqualTo(Map.of(DropReason.CONFLATED, 1));
    }

    @Test
    void deliver_withoutTag_usesItsOwnKey() {
        var lane = SubscriptionQueue.of(SlowClientPolicy.conflateBy(TAG));
        var client = stalled(AMPLE);

        client.deliver(lane, tagged("empty", TAG, ""), text("bare 1"), tagged("other tag", "colour", "red"));
        client.connection().resume();

        assertThat(client.texts()).containsExactly("empty", "other tag");
    }

    @Test
    void deliver_otherSubscription_replacesNothing() {
        var other = SubscriptionQueue.of(SlowClientPolicy.conflate());
        var plain = SubscriptionQueue.of(SlowClientPolicy.DISCONNECT);
        var client = stalled(AMPLE);

        client.deliver(prices, "price");
        client.deliver(plain, "news 1");
        client.deliver(other, "weather");
        client.deliver(plain, "news 2");
        client.connection().resume();

        assertThat(client.texts()).containsExactly("price", "news 1", "weather", "news 2");
        assertThat(client.metrics().dropped()).isEmpty();
    }

    @Test
    void joins_conflatedChannel_areAllKept() {
        var client = stalled(AMPLE);

        client.deliver(prices, join("ann"), text("1"), join("ben"), text("2"), join("ann"));
        client.connection().resume();

        assertThat(client.texts()).containsExactly("+ann", "+ben", "2", "+ann");
    }

    @Test
    void deliver_fitsOnlyAfterReplacing_replaces() {
        var client = stalled(roomFor(2, 100));
        client.deliver(SubscriptionQueue.of(SlowClientPolicy.DISCONNECT), "n".repeat(100));

        for (char c = 'a'; c <= 'z'; c++) {
            client.deliver(prices, String.valueOf(c).repeat(100));
        }
        client.connection().resume();

        assertThat(client.texts()).containsExactly("n".repeat(100), "z".repeat(100));
    }

    @Test
    void deliver_aboveLimitButReplacesOnlyEntry_isQueued() {
        var client = stalled(roomFor(1, 1));

        client.deliver(prices, "1");
        client.deliver(prices, "x".repeat(500));
        client.connection().resume();

        assertThat(client.texts()).containsExactly("x".repeat(500));
    }

    @Test
    void deliver_moreKeysThanFit_disconnects() {
        var lane = SubscriptionQueue.of(SlowClientPolicy.conflateBy(TAG));
        var client = stalled(roomFor(2, 2));

        client.deliver(lane, tagged("a1", TAG, "a"), tagged("b1", TAG, "b"));
        assertThat(client.session().isOpen()).isTrue();
        client.deliver(lane, tagged("c1", TAG, "c"));

        assertThat(client.connection().closeReason()).contains(DisconnectReason.SLOW.reason());
        assertThat(client.metrics().disconnected()).isEqualTo(Map.of(3008, 1));
        assertThat(lane.waiting("a")).isNull();
    }

    @Test
    void queue_everythingSent_isEmpty() {
        var lane = SubscriptionQueue.of(SlowClientPolicy.conflateBy(TAG));
        var client = stalled(AMPLE);

        client.deliver(lane, tagged("a1", TAG, "a"), tagged("a2", TAG, "a"));
        assertThat(lane.waiting("a")).isNotNull();
        client.connection().resume();

        assertThat(lane.waiting("a")).isNull();
        client.connection().stall();
        client.deliver(lane, tagged("a3", TAG, "a"));
        client.connection().resume();
        assertThat(client.texts()).containsExactly("a2", "a3");
    }

    private static Publication text(String text) {
        return Publication.of(Payload.text(text));
    }

    private QueueClient stalled(int maxBytes) {
        var client = new QueueClient(loop, maxBytes);
        client.connection().stall();
        return client;
    }
}
