package dev.fanfare.protocol.centrifuge.message;

import dev.fanfare.model.channel.Payload;
import dev.fanfare.model.channel.StreamPosition;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** A command of a client. Immutable. An absent text is empty; an absent payload or position is null. */
public sealed interface Command {
    /** A command that does not depend on the concurrent commands before it. */
    sealed interface Concurrent extends Command {}

    /** The id that the reply repeats; 0 for commands without a reply. */
    int id();

    /** Type of an ordinary subscription: publications of a channel. */
    int STREAM = 0;

    /** Type of a subscription to keys that the server polls from a backend. */
    int SHARED_POLL = 4;

    /**
     * Connect request; always the first command of a connection.
     *
     * @param subs positions of the server-side subscriptions to recover, and channels that the client requests, by channel
     * @param headers replacements of HTTP headers, from clients that cannot set them; the case of names is ignored. There
     *     are at most {@link #MAX_HEADERS}, with {@link #MAX_HEADER_CHARS}, because the connection keeps them
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
        /** Maximum number of headers. */
        public static final int MAX_HEADERS = 64;

        /** Maximum number of characters of all names and values of headers. */
        public static final int MAX_HEADER_CHARS = 8 * 1024;

        /** Creates a command; throws {@link MalformedCommandException} if the headers are too many or too long. */
        public Connect {
            // Not Map.copyOf: with it, names with equal hash codes take quadratic time.
            subs = Collections.unmodifiableMap(new LinkedHashMap<>(subs));
            headers = Collections.unmodifiableMap(caseInsensitive(headers));
        }

        private static Map<String, String> caseInsensitive(Map<String, String> headers) {
            requireFew(headers);
            Map<String, String> sorted = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
            headers.forEach((name, value) -> {
                if (sorted.putIfAbsent(name, value) != null) {
                    throw new MalformedCommandException("expected each header name once, ignoring case");
                }
            });
            return sorted;
        }

        private static void requireFew(Map<String, String> headers) {
            if (headers.size() > MAX_HEADERS) {
                throw new MalformedCommandException(
                        "expected at most " + MAX_HEADERS + " headers, got " + headers.size());
            }
            int chars = headers.entrySet().stream()
                    .mapToInt(header ->
                            header.getKey().length() + header.getValue().length())
                    .sum();
            if (chars > MAX_HEADER_CHARS) {
                throw new MalformedCommandException(
                        "expected headers of at most " + MAX_HEADER_CHARS + " characters, got " + chars);
            }
        }
    }

    /**
     * Subscribe request.
     *
     * @param since position to recover from; null without recovery
     * @param delta the delta format that the client supports; empty for none
     * @param filter filter of publications by tags, not validated; null for none
     * @param flags a bit set of {@link #REJECT_UNRECOVERED}; other bits are ignored
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
            implements Concurrent {
        /** Flag: an unrecoverable position results in an error instead of a subscription without recovery. */
        public static final long REJECT_UNRECOVERED = 2;

        /** A subscription with default options. */
        public static Subscribe plain(String channel) {
            return new Subscribe(0, channel, "", null, null, false, false, false, "", null, 0, STREAM);
        }

        /** Returns a copy with another position. */
        public Subscribe withSince(@Nullable StreamPosition other) {
            return new Subscribe(
                    id, channel, token, other, data, positioned, recoverable, joinLeave, delta, filter, flags, type);
        }

        public boolean rejectsUnrecovered() {
            return (flags & REJECT_UNRECOVERED) != 0;
        }
    }

    record Unsubscribe(int id, String channel) implements Command {}

    /** Publish request; the type is that of the channel's subscriptions. */
    record Publish(int id, String channel, Payload data, int type) implements Command {}

    record Presence(int id, String channel) implements Concurrent {}

    record PresenceStats(int id, String channel) implements Concurrent {}

    /**
     * Request for a page of a channel's history.
     *
     * @param limit maximum number of publications; 0 for the position only, negative for the limit of the server
     * @param since exclusive start; null for the oldest or, if reversed, the newest publication
     * @param reverse whether the newest publication comes first
     */
    record History(
            int id, String channel, int limit, @Nullable StreamPosition since, boolean reverse) implements Concurrent {}

    record Rpc(int id, String method, Payload data) implements Command {}

    /** A message to the application, without a reply. */
    record Send(Payload data) implements Command {
        @Override
        public int id() {
            return 0;
        }
    }

    /** Renews the connection with a new token. */
    record Refresh(int id, String token) implements Command {}

    /**
     * Renews a subscription with a new token; a type other than 0 changes the keys of a {@link #SHARED_POLL}
     * subscription.
     */
    record SubRefresh(int id, String channel, String token, int type) implements Command {}

    /** The response to a ping of the server. */
    record Pong() implements Concurrent {
        @Override
        public int id() {
            return 0;
        }
    }
}
