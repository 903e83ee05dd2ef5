package dev.fanfare.core.activity;

import dev.fanfare.core.session.Session;
import dev.fanfare.model.client.UnsubscribeReason;
import dev.fanfare.model.monitoring.Activity;
import org.jspecify.annotations.Nullable;

/** Reports one subscription of a session to the activity listeners. Confined to the session's event loop. */
public final class MonitoredSubscription {
    private final Session session;
    private final String channel;
    private final @Nullable ActivityListener listener;
    private final @Nullable ChannelClients clients;
    private boolean begun;

    MonitoredSubscription(
            Session session, String channel, @Nullable ActivityListener listener, @Nullable ChannelClients clients) {
        this.session = session;
        this.channel = channel;
        this.listener = listener;
        this.clients = clients;
    }

    /** The client is subscribed. */
    public void begin() {
        begun = true;
        if (clients != null) {
            clients.enter(channel);
        }
    }

    /**
     * The subscription has ended. Has no effect if it never began.
     *
     * @param reason why the server ended the subscription; null for any other end
     */
    public void end(@Nullable UnsubscribeReason reason) {
        if (!begun) {
            return;
        }
        begun = false;
        if (clients != null) {
            clients.leave(channel);
        }
        var info = session.info();
        if (listener != null && info != null) {
            Activities.tell(listener, new Activity.Unsubscribed(info, channel, code(reason), text(reason)));
        }
    }

    private int code(@Nullable UnsubscribeReason reason) {
        if (reason != null) {
            return reason.code();
        }
        return session.isOpen() ? Activity.Unsubscribed.CLIENT : Activity.Unsubscribed.DISCONNECT;
    }

    private String text(@Nullable UnsubscribeReason reason) {
        if (reason != null) {
            return reason.reason();
        }
        return session.isOpen() ? "client unsubscribed" : "client disconnected";
    }
}
