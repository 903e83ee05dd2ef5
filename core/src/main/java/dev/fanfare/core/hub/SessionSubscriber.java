package dev.fanfare.core.hub;

import dev.fanfare.core.protocol.PushEncoder;
import dev.fanfare.core.session.Session;
import dev.fanfare.core.session.SubscriptionQueue;
import dev.fanfare.model.channel.SlowClientPolicy;
import org.jspecify.annotations.Nullable;

/**
 * A subscription of a session: shared frames go to its connection without application code. Confined to the session's
 * event loop.
 */
final class SessionSubscriber extends Subscriber {
    private final Session session;
    private final PushEncoder encoder;
    private final SubscriptionQueue queue;

    SessionSubscriber(
            Session session, PushEncoder encoder, SlowClientPolicy policy, ChannelFanOut fanOut, boolean positioned) {
        super(fanOut, positioned);
        this.session = session;
        this.encoder = encoder;
        this.queue = SubscriptionQueue.of(policy, fanOut.channel(), encoder);
        session.subscriptions().add(this);
        fanOut.metrics().subscriptionOpened();
    }

    Session session() {
        return session;
    }

    @Override
    PushEncoder encoder() {
        return encoder;
    }

    @Override
    public @Nullable String client() {
        var info = session.info();
        return info == null ? null : info.client();
    }

    @Override
    public boolean isQueuedIn(SubscriptionQueue other) {
        return queue == other;
    }

    @Override
    boolean deliver(GroupBatch batch) {
        var joined = batch.joined();
        if (joined != null) {
            session.deliver(queue, joined, batch.outgoing());
        }
        return true;
    }

    @Override
    void unregister() {
        session.subscriptions().remove(this);
        session.forget(queue);
        metrics().subscriptionClosed();
    }
}
