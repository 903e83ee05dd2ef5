package dev.fanfare.protocol.centrifuge.message;

import dev.fanfare.model.channel.Payload;
import dev.fanfare.model.channel.StreamPosition;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What a client asks. Immutable. A text that was not sent is empty, a payload or position that was not sent is null. */
public sealed interface Command {
    /** Number of the question, which its answer bears; 0 for those without an answer. */
    int id();

    /** Type of an ordinary subscription: publications of a channel. */
    int STREAM = 0;

    /** Type of a subscription to keys that the server polls from a backend. */
    int SHARED_POLL = 4;

    /**
     * Who is there; the first command of a connection.
     *
     * @param subs the server-side subscriptions that the client had, to be recovered, or wishes, by channel
     * @param headers what the client would have sent as HTTP headers if it could
     */
    record Connect(
            int id,
            String token,
            @Nullable Payload data,
            Map<String, Subscribe> subs,
            String name,
            String version,
            Map<String, String> headers)
            implements Command {
        public Connect {
            subs = Map.copyOf(subs);
            headers = Map.copyOf(headers);
        }
    }

    /**
     * A client-side subscription.
     *
     * @param since where the client stood when it left; null when it does not recover
     * @param delta the kind of deltas that the client understands; empty for none
     * @param filter which publications it wants, still unchecked; null for all
     * @param flags bits of {@link #REJECT_UNRECOVERED}; others are ignored
     * @param type kind of subscription; {@link #STREAM} is the only one that the server offers
     */
    record Subscribe(
            int id,
            String channel,
            String token,
            @Nullable StreamPosition since,
            @Nullable Payload data,
            boolean positioned,
            boolean recoverable,
            boolean joinLeave,
            String delta,
            @Nullable FilterNode filter,
            long flags,
            int type)
            implements Command {
        /** Flag: rather an error than a new beginning when what was missed is not there any more. */
        public static final long REJECT_UNRECOVERED = 2;

        /** A subscription that the client did not ask for, or only wishes for. */
        public static Subscribe plain(String channel) {
            return new Subscribe(0, channel, "", null, null, false, false, false, "", null, 0, STREAM);
        }

        /** The same from another position. */
        public Subscribe withSince(@Nullable StreamPosition other) {
            return new Subscribe(
                    id, channel, token, other, data, positioned, recoverable, joinLeave, delta, filter, flags, type);
        }

        public boolean rejectsUnrecovered() {
            return (flags & REJECT_UNRECOVERED) != 0;
        }
    }

    record Unsubscribe(int id, String channel) implements Command {}

    /** A publication; its type is that of the subscriptions it is meant for. */
    record Publish(int id, String channel, Payload data, int type) implements Command {}

    record Presence(int id, String channel) implements Command {}

    record PresenceStats(int id, String channel) implements Command {}

    /**
     * A page of a history.
     *
     * @param limit at most so many; 0 for the position alone, -1 for all the server gives
     * @param since exclusive; null for an end of the history
     * @param reverse newest first
     */
    record History(
            int id, String channel, int limit, @Nullable StreamPosition since, boolean reverse) implements Command {}

    record Rpc(int id, String method, Payload data) implements Command {}

    /** A message without an answer. */
    record Send(Payload data) implements Command {
        @Override
        public int id() {
            return 0;
        }
    }

    /** A new connection token. */
    record Refresh(int id, String token) implements Command {}

    /** A new subscription token; other types than 0 change the keys of a {@link #SHARED_POLL} subscription. */
    record SubRefresh(int id, String channel, String token, int type) implements Command {}

    /** The answer to the server's ping. */
    record Pong() implements Command {
        @Override
        public int id() {
            return 0;
        }
    }
}
