package dev.fanfare.core.hub;

import dev.fanfare.core.protocol.PushEncoder;
import dev.fanfare.core.session.Lane;
import dev.fanfare.core.session.OutboxPolicy;
import dev.fanfare.core.session.Outgoing;
import dev.fanfare.core.session.Session;
import dev.fanfare.core.session.Subscription;
import dev.fanfare.core.transport.FrameBatch;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A direct subscription: shared frames go to the session's wire without any code of the application. Confined to the
 * session's event loop.
 *
 * <p>It is pending from its making until {@link #activate}, so that the caller can wait for the broker and answer the
 * client before the channel's first publication.
 */
public final class Subscriber implements Subscription {
    private final Session session;
    private final ChannelFanOut fanOut;
    private final PushEncoder encoder;
    private final Lane lane = Lane.of(OutboxPolicy.DISCONNECT);
    private @Nullable SubscriberGroup group;
    private int slot;
    private boolean cancelled;

    Subscriber(Session session, ChannelFanOut fanOut, PushEncoder encoder) {
        this.session = session;
        this.fanOut = fanOut;
        this.encoder = encoder;
        session.subscriptions().add(this);
    }

    @Override
    public String channel() {
        return fanOut.channel();
    }

    /** True after {@link #cancel}. */
    public boolean isCancelled() {
        return cancelled;
    }

    /** From the next batch on, publications reach the session. Does nothing once cancelled. */
    public void activate() {
        if (!cancelled && group == null) {
            group = fanOut.group(encoder);
            group.add(this);
        }
    }

    @Override
    public void cancel() {
        if (cancelled) {
            return;
        }
        cancelled = true;
        session.subscriptions().remove(this);
        if (group != null) {
            group.remove(this);
        }
        fanOut.release();
    }

    void deliver(FrameBatch batch, List<Outgoing> pushes) {
        session.deliver(lane, batch, pushes);
    }

    int slot() {
        return slot;
    }

    void moveTo(int newSlot) {
        slot = newSlot;
    }
}
