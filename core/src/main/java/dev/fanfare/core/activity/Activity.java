package dev.fanfare.core.activity;

import dev.fanfare.core.channel.ClientInfo;
import dev.fanfare.core.port.Occupancy;
import dev.fanfare.core.transport.CloseReason;
import java.time.Duration;

/** Something that happened to a client, or to a channel by its clients. Immutable. */
public sealed interface Activity {
    /**
     * A client of this node is gone. Told of clients of which it was known who they are.
     *
     * @param reason as its connection was closed; {@link CloseReason#ABNORMAL} when it was lost
     * @param connected how long it was there since it was known who it is
     */
    record Disconnected(ClientInfo client, CloseReason reason, Duration connected) implements Activity {}

    /**
     * A client of this node has left a channel, by itself, because the server wanted it, or with its connection: before
     * it is {@link Disconnected}. Told of clients of which it was known who they are.
     *
     * @param code {@link #CLIENT}, {@link #DISCONNECT}, or one of {@link dev.fanfare.core.session.Unsubscribe}
     */
    record Unsubscribed(ClientInfo client, String channel, int code, String reason) implements Activity {
        /** The client wanted it. */
        public static final int CLIENT = 0;
        /** The client's connection ended. */
        public static final int DISCONNECT = 1;
    }

    /**
     * A channel has got its first client, on whichever node, as {@link Occupancy} tells.
     *
     * @param id of this change: the same when it is told again
     * @param ago how long it has been so
     */
    record Occupied(String id, String channel, Duration ago) implements Activity {}

    /** A channel has lost its last client; see {@link Occupied}. */
    record Vacated(String id, String channel, Duration ago) implements Activity {}

    /** The change as it is told. */
    static Activity of(Occupancy.Change change) {
        return change.occupied()
                ? new Occupied(change.id(), change.channel(), change.ago())
                : new Vacated(change.id(), change.channel(), change.ago());
    }
}
