package dev.fanfare.core.session;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fanfare.core.fake.VirtualLoop;
import dev.fanfare.model.channel.SlowClientPolicy;
import dev.fanfare.model.monitoring.Metrics.DropReason;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** An observed session receives the same as any other one. */
class DeliveryObserverTest {
    private final List<String> observed = new ArrayList<>();
    private final SubscriptionQueue queue = SubscriptionQueue.of(SlowClientPolicy.DROP_OLDEST);
    private final QueueClient client = new QueueClient(new VirtualLoop(), QueueClient.roomFor(2, 1));

    @Test
    void deliveries_areObservedUntilTheEnd() {
        client.deliver(queue, "1");
        client.session().observe(observer());
        client.deliver(queue, "2", "3");
        client.session().observe(null);
        client.deliver(queue, "4");

        assertThat(observed).containsExactly("2 pushes");
        assertThat(client.texts()).containsExactly("1", "2", "3", "4");
    }

    @Test
    void heldSession_isObservedAfterItsRelease() {
        client.session().hold();
        client.session().observe(observer());
        client.deliver(queue, "1");
        client.session().release();
        client.deliver(queue, "2");
        client.session().observe(null);
        client.deliver(queue, "3");

        assertThat(observed).containsExactly("1 pushes", "1 pushes");
        assertThat(client.texts()).containsExactly("1", "2", "3");
    }

    @Test
    void drops_areObserved() {
        client.session().observe(observer());
        client.connection().stall();

        client.deliver(queue, "1");
        client.deliver(queue, "2");
        client.deliver(queue, "3");
        client.deliver(queue, "4");

        assertThat(observed).contains("dropped OLDEST");
    }

    private DeliveryObserver observer() {
        return new DeliveryObserver() {
            @Override
            public void onDelivery(SubscriptionQueue from, List<EncodedPush> pushes) {
                assertThat(from).isSameAs(queue);
                observed.add(pushes.size() + " pushes");
            }

            @Override
            public void onDrop(SubscriptionQueue from, DropReason reason) {
                observed.add("dropped " + reason);
            }
        };
    }
}
