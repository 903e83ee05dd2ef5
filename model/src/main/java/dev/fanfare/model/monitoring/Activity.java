package dev.fanfare.model.monitoring;

import dev.fanfare.model.channel.ClientInfo;
import dev.fanfare.model.client.CloseReason;
import java.time.Duration;

/** Something that happened to a client, or to a channel by its clients. Immutable. */
public sealed interface Activity {
    /** What a client of this node did, or what was done to it. At most once: a node that crashes tells nothing. */
    sealed interface OfClient extends Activity {
        ClientInfo client();
    }

    /** A channel has got its first client or lost its last one. */
    sealed interface OfChannel extends Activity {
        /** Of this change: the same when it is told again. */
        String id();

        String channel();

        /** How long it has been so. */
        Duration ago();
    }

    /**
     * A client of this node is gone. Told of clients of which it was known who they are.
     *
     * @param reason as its connection was closed; {@link CloseReason#ABNORMAL} when it was lost
     * @param connected how long it was there since it was known who it is
     */
    record Disconnected(ClientInfo client, CloseReason reason, Duration connected) implements OfClient {}

    /**
     * A client of this node has left a channel, by itself, because the server wanted it, or with its connection: before
     * it is {@link Disconnected}. Told of clients of which it was known who they are.
     *
     * @param code {@link #CLIENT}, {@link #DISCONNECT}, or one of {@link dev.fanfare.model.client.UnsubscribeReason}
     */
    record Unsubscribed(ClientInfo client, String channel, int code, String reason) implements OfClient {
        /** The client wanted it. */
        public static final int CLIENT = 0;
        /** The client's connection ended. */
        public static final int DISCONNECT = 1;
    }

    /** The channel has got its first client. */
    record Occupied(String id, String channel, Duration ago) implements OfChannel {}

    /** The channel has lost its last client. */
    record Vacated(String id, String channel, Duration ago) implements OfChannel {}
}
