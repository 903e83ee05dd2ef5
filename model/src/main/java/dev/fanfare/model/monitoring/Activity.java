package dev.fanfare.model.monitoring;

import dev.fanfare.model.channel.ClientInfo;
import dev.fanfare.model.client.CloseReason;
import java.time.Duration;

/** An event in the life of a client or a channel. Immutable. */
public sealed interface Activity {
    /** An event of a client of this node. Delivered at most once: a node that crashes delivers none. */
    sealed interface OfClient extends Activity {
        ClientInfo client();
    }

    /** A channel got its first client or lost its last one. */
    sealed interface OfChannel extends Activity {
        /** Returns the id of the change; a repeated notification has the same id. */
        String id();

        String channel();

        /** Returns the time since the change. */
        Duration ago();
    }

    /**
     * An identified client of this node disconnected.
     *
     * @param reason the reason with which the connection closed; {@link CloseReason#ABNORMAL} if it was lost
     * @param connected time since the client was identified
     */
    record Disconnected(ClientInfo client, CloseReason reason, Duration connected) implements OfClient {}

    /**
     * An identified client of this node left a channel: it unsubscribed, the server ended the subscription, or its
     * connection ended. In the last case, {@link Disconnected} follows.
     *
     * @param code {@link #CLIENT}, {@link #DISCONNECT}, or a code of {@link dev.fanfare.model.client.UnsubscribeReason}
     */
    record Unsubscribed(ClientInfo client, String channel, int code, String reason) implements OfClient {
        /** The client unsubscribed. */
        public static final int CLIENT = 0;
        /** The client's connection ended. */
        public static final int DISCONNECT = 1;
    }

    /** The channel got its first client. */
    record Occupied(String id, String channel, Duration ago) implements OfChannel {}

    /** The channel lost its last client. */
    record Vacated(String id, String channel, Duration ago) implements OfChannel {}
}
