package dev.fanfare.core.hub;

import dev.fanfare.core.protocol.PushEncoder;
import dev.fanfare.core.session.Subscription;
import dev.fanfare.core.session.SubscriptionListener;
import dev.fanfare.model.channel.Publication;
import dev.fanfare.model.client.UnsubscribeReason;
import dev.fanfare.model.monitoring.LogText;
import dev.fanfare.model.monitoring.Metrics;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A subscription in the hub. Confined to its event loop. It is pending until it is activated, so that the reply to the
 * subscribe precedes the channel's first push. Once active, it receives every batch of its group.
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

    /** Returns true once the subscription has ended. */
    public final boolean isCancelled() {
        return cancelled;
    }

    /** Marks the subscription as answered; the listener is called when the server ends it. */
    public final void answer(SubscriptionListener owner) {
        listener = owner;
        if (onAnswer != null) {
            onAnswer.run();
            onAnswer = null;
        }
    }

    /** Sets an action that runs just before the subscription is answered; answering may lose the client. */
    public final void onAnswer(Runnable action) {
        onAnswer = action;
    }

    /** Adds an action that runs once when the subscription ends, after earlier ones. Must be called before the end. */
    public final void onEnd(Runnable action) {
        var before = onEnd;
        onEnd = before == null
                ? action
                : () -> {
                    before.run();
                    action.run();
                };
    }

    /** Returns why the server ended the subscription; null before and for any other end. */
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
            LOG.error("the listener of a subscription of {} failed on its end", LogText.of(channel()), bug);
        }
    }

    /** Records the last publication that the owner received outside of this subscription; null for none. */
    public final void received(@Nullable Publication last) {
        before = last;
    }

    /** Returns the last publication that the owner received before it joined its group; null for none. */
    final @Nullable Publication before() {
        return before;
    }

    /** Returns true if the subscriber receives every publication in order or is ended. */
    final boolean isPositioned() {
        return positioned;
    }

    /** Returns the encoder of the frame key; null for application code. */
    abstract @Nullable PushEncoder encoder();

    /** Returns the id of the client; null before it is identified, and for application code. */
    public abstract @Nullable String client();

    /** Delivers a batch, or the next part of it; returns false if a part is left. */
    abstract boolean deliver(GroupBatch batch);

    /** Removes a cancelled subscription from its owner. */
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

    /** Sets the group; called by the group. */
    final void enter(SubscriberGroup newGroup) {
        group = newGroup;
        before = null; // the group keeps it
    }

    final int slot() {
        return slot;
    }

    final void moveTo(int newSlot) {
        slot = newSlot;
    }
}
