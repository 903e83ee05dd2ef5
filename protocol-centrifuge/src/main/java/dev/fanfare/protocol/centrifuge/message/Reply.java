package dev.fanfare.protocol.centrifuge.message;

import dev.fanfare.model.channel.ClientInfo;
import dev.fanfare.model.channel.Payload;
import dev.fanfare.model.channel.StreamPosition;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The result of a command. Immutable. */
public sealed interface Reply {
    /** Error reply. */
    record Failed(int code, String message, boolean temporary) implements Reply {}

    /**
     * Result of a connect.
     *
     * @param ttl seconds until the connection expires unless the client sends a new token; 0 for never
     * @param ping seconds between pings; 0 for none
     * @param pong whether the client must respond to pings
     * @param session secret that authenticates emulation requests; empty on bidirectional transports
     * @param node id of the node that holds the connection; empty except on emulated transports
     * @param time time of the server in milliseconds since 1970; 0 for none
     */
    record Connected(
            String client,
            String version,
            long ttl,
            @Nullable Payload data,
            Map<String, Subscribed> subs,
            int ping,
            boolean pong,
            String session,
            String node,
            long time)
            implements Reply {
        public Connected {
            subs = Map.copyOf(subs);
        }
    }

    /**
     * Result of a subscribe.
     *
     * @param ttl seconds until the subscription expires unless the client sends a new token; 0 for never
     * @param position start of the subscription; null without positioning. After the recovery of a stream this is the requested
     *     position, because the client advances with each publication
     * @param recoverable whether the client may recover from its position
     * @param publications the recovered publications
     * @param recovered whether the recovery is complete
     * @param wasRecovering whether the client requested recovery
     * @param delta whether publications are sent as deltas
     */
    record Subscribed(
            long ttl,
            @Nullable StreamPosition position,
            boolean recoverable,
            RecoveredPushes publications,
            boolean recovered,
            boolean wasRecovering,
            @Nullable Payload data,
            boolean delta)
            implements Reply {}

    /** Results without fields. */
    enum Done implements Reply {
        UNSUBSCRIBED,
        PUBLISHED
    }

    /**
     * The clients of a channel. Identical replies can be the same object, whose clients are encoded once.
     *
     * @param clients an immutable map, which is not copied: it may be large and is shared by replies
     * @param bytes the estimated size of the encoded clients
     * @param encoded the encoded clients
     */
    record Presence(Map<String, ClientInfo> clients, long bytes, SharedBytes encoded) implements Reply {
        public Presence(Map<String, ClientInfo> clients, long bytes) {
            this(clients, bytes, new SharedBytes());
        }
    }

    record PresenceStats(int clients, int users) implements Reply {}

    record History(List<DataPush> publications, StreamPosition top) implements Reply {
        public History {
            publications = List.copyOf(publications);
        }
    }

    record Rpc(Payload data) implements Reply {}

    /** Result of a refresh; the TTL is in seconds, 0 for no expiry. */
    record Refreshed(String client, String version, long ttl) implements Reply {}

    /** Result of a subscription refresh; the TTL is in seconds, 0 for no expiry. */
    record SubRefreshed(long ttl) implements Reply {}
}
