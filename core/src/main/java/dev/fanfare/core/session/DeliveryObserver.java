package dev.fanfare.core.session;

import dev.fanfare.model.monitoring.Metrics.DropReason;
import java.util.List;

/** Observes the deliveries to one session. Confined to the session's event loop. Must not throw. */
public interface DeliveryObserver {
    /** Pushes of a subscription are about to be written or queued. */
    void onDelivery(SubscriptionQueue queue, List<EncodedPush> pushes);

    /** A queued publication of a subscription was dropped because the client is slow. */
    void onDrop(SubscriptionQueue queue, DropReason reason);
}
