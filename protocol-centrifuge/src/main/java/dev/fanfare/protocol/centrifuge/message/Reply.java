package dev.fanfare.protocol.centrifuge.message;

import dev.fanfare.model.channel.ClientInfo;
import dev.fanfare.model.channel.Payload;
import dev.fanfare.model.channel.StreamPosition;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What a command is answered with. Immutable. */
public sealed interface Reply {
    /** The command failed. */
    record Failed(int code, String message, boolean temporary) implements Reply {}

    /**
     * The client is connected.
     *
     * @param ttl after so many seconds the connection expires, unless the client brings a new token; 0 for never
     * @param ping seconds between pings; 0 for none
     * @param pong whether pings are to be answered
     * @param session secret that belongs to the connection, where it has two halves; empty elsewhere
     * @param node on which that lives; empty elsewhere
     * @param time of the server, in milliseconds since 1970; 0 when it does not say
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
     * The client is subscribed.
     *
     * @param ttl after so many seconds the subscription expires, unless the client brings a new token; 0 for never
     * @param position where it begins; null when it is not positioned. Of a recovered one where the client stood, for it
     *     advances by the publications
     * @param recoverable whether the client may come back with its position
     * @param publications what it missed
     * @param recovered whether that is all it missed
     * @param wasRecovering whether it asked for that
     * @param delta whether publications come as deltas
     */
    record Subscribed(
            long ttl,
            @Nullable StreamPosition position,
            boolean recoverable,
            List<DataPush> publications,
            boolean recovered,
            boolean wasRecovering,
            @Nullable Payload data,
            boolean delta)
            implements Reply {
        public Subscribed {
            publications = List.copyOf(publications);
        }
    }

    /** Done: there is nothing more to say. */
    enum Done implements Reply {
        UNSUBSCRIBED,
        PUBLISHED
    }

    record Presence(Map<String, ClientInfo> clients) implements Reply {
        public Presence {
            clients = Map.copyOf(clients);
        }
    }

    record PresenceStats(int clients, int users) implements Reply {}

    record History(List<DataPush> publications, StreamPosition top) implements Reply {
        public History {
            publications = List.copyOf(publications);
        }
    }

    record Rpc(Payload data) implements Reply {}

    /** The connection lives on, for so many seconds, or for ever when that is 0. */
    record Refreshed(String client, String version, long ttl) implements Reply {}

    /** The subscription lives on, for so many seconds, or for ever when that is 0. */
    record SubRefreshed(long ttl) implements Reply {}
}
