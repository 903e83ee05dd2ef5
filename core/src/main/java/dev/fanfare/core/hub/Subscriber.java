package dev.fanfare.core.hub;

import dev.fanfare.core.protocol.PushEncoder;
import dev.fanfare.core.session.Subscription;
import dev.fanfare.core.session.SubscriptionListener;
import dev.fanfare.model.channel.Publication;
import dev.fanfare.model.client.UnsubscribeReason;
import dev.fanfare.model.monitoring.Metrics;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A subscription at the hub. It is pending from its making until it is activated, so that its owner can be answered before
 * the channel's first push, and gets every batch of its group from then on. Confined to its event loop.
 */
public abstract sealed class Subscriber implements Subscription permits SessionSubscriber, ServerSubscriber {
    private static final Logger LOG = LoggerFactory.getLogger(Subscriber.class);
    private static final SubscriptionListener NO_LISTENER = reason -> {};

    private final ChannelFanOut fanOut;
    private SubscriptionListener listener = NO_LISTENER;
    private final boolean positioned;
    private boolean cancelled;
    private RecentDeliveries.@Nullable Reader recent;
    private @Nullable SubscriberGroup group;
    private @Nullable Runnable onAnswer;
    private @Nullable Runnable onEnd;
    private @Nullable UnsubscribeReason endedBy;
    private @Nullable Publication before;
    private int slot;

    Subscriber(ChannelFanOut fanOut, boolean positioned) {
        this.fanOut = fanOut;
        this.positioned = positioned;
    }

    @Override
    public final String channel() {
        return fanOut.channel();
    }

    /** True once the subscription has ended. */
    public final boolean isCancelled() {
        return cancelled;
    }

    /** Tells this one of an end by the server from now on: the subscription is answered. */
    public final void answer(SubscriptionListener owner) {
        listener = owner;
        if (onAnswer != null) {
            onAnswer.run();
            onAnswer = null;
        }
    }

    /** Runs once when the subscription is answered, if it ever is, just before: its client may be lost while it is. */
    public final void onAnswer(Runnable action) {
        onAnswer = action;
    }

    /** Runs once when the subscription ends, however it does, after what was given before; to be set while it has not. */
    public final void onEnd(Runnable action) {
        var before = onEnd;
        onEnd = before == null
                ? action
                : () -> {
                    before.run();
                    action.run();
                };
    }

    /** Why the server has ended it; null while it has not, and for another end. */
    public final @Nullable UnsubscribeReason endedBy() {
        return endedBy;
    }

    @Override
    public final void cancel() {
        if (cancelled) {
            return;
        }
        cancelled = true;
        unregister();
        if (group != null) {
            group.remove(this);
        }
        fanOut.release(this);
        stopReading();
        if (onEnd != null) {
            onEnd.run();
            onEnd = null;
        }
    }

    @Override
    public final void end(UnsubscribeReason reason) {
        if (cancelled) {
            return;
        }
        endedBy = reason;
        cancel();
        metrics().unsubscribed(reason.code());
        try {
            listener.onUnsubscribed(reason);
        } catch (Throwable bug) {
            LOG.error("the owner of a subscription of {} failed to hear of its end", channel(), bug);
        }
    }

    /** Its owner got this publication last, otherwise than by this subscription; null for none. */
    public final void received(@Nullable Publication last) {
        before = last;
    }

    /** The publication that its owner had got when it joined its group; null for none. */
    final @Nullable Publication before() {
        return before;
    }

    /** True when it gets each publication in its position, or is told. */
    final boolean isPositioned() {
        return positioned;
    }

    /** Is the frame key's encoder; null for application code. */
    abstract @Nullable PushEncoder encoder();

    /** Id of its client; null while nobody has said, and for application code. */
    public abstract @Nullable String client();

    /** Takes its share of a round. */
    abstract void deliver(GroupBatch batch);

    /** Is cancelled: nobody may find it any more. */
    abstract void unregister();

    final Metrics metrics() {
        return fanOut.metrics();
    }

    void read(RecentDeliveries.Reader reader) {
        recent = reader;
    }

    RecentDeliveries.@Nullable Reader recent() {
        return recent;
    }

    final void stopReading() {
        if (recent != null) {
            recent.close();
            recent = null;
        }
    }

    /** Enters a group; a group calls it. */
    final void enter(SubscriberGroup newGroup) {
        group = newGroup;
    }

    final int slot() {
        return slot;
    }

    final void moveTo(int newSlot) {
        slot = newSlot;
    }
}
