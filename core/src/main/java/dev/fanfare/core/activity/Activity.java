package dev.fanfare.core.activity;

import dev.fanfare.core.channel.ClientInfo;
import dev.fanfare.core.port.Occupancy;
import dev.fanfare.core.transport.CloseReason;
import java.time.Duration;

/** Something that happened to a client, or to a channel by its clients. Immutable. */
public sealed interface Activity {
    /** What a client of this node did, or what was done to it. At most once: a node that crashes tells nothing. */
    sealed interface OfClient extends Activity {
        ClientInfo client();
    }

    /** A channel has got its first client or lost its last one, on whichever node, as {@link Occupancy} tells. */
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
     * @param code {@link #CLIENT}, {@link #DISCONNECT}, or one of {@link dev.fanfare.core.session.UnsubscribeReason}
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

    /** The change as it is told. */
    static OfChannel of(Occupancy.Change change) {
        return change.occupied()
                ? new Occupied(change.id(), change.channel(), change.ago())
                : new Vacated(change.id(), change.channel(), change.ago());
    }
}
