package dev.fanfare.server.admin;

import dev.fanfare.core.limit.ClientAddress;
import dev.fanfare.core.session.Session;
import java.util.List;
import java.util.Objects;
import java.util.TreeSet;

/**
 * A connected client. Immutable.
 *
 * @param key the client id; an address if the client is not identified
 * @param client id of the client; empty if it is not identified
 * @param transport name of the framing, such as {@code websocket}
 * @param queueBytes bytes that wait for the client
 * @param channels the first channels by name; empty in lists
 */
record ClientRow(
        String key,
        String client,
        String user,
        String node,
        String address,
        String transport,
        String protocol,
        int queueBytes,
        long ageSeconds,
        int subscriptions,
        List<String> channels) {
    static final int MAX_CHANNELS = 500;

    /** Empty texts and lists are left out of the JSON of other nodes. */
    ClientRow {
        client = Objects.requireNonNullElse(client, "");
        user = Objects.requireNonNullElse(user, "");
        channels = Objects.requireNonNullElse(channels, List.of());
    }

    /** Returns the key of a session. Called on its event loop. */
    static String key(Session session) {
        var info = session.info();
        return info == null ? "address " + session.connection().remoteAddress() : info.client();
    }

    /** Reads a session on its event loop. */
    static ClientRow of(String node, Session session, boolean withChannels) {
        var info = session.info();
        return new ClientRow(
                key(session),
                info == null ? "" : info.client(),
                info == null ? "" : info.user(),
                node,
                ClientAddress.of(session.connection().remoteAddress()),
                session.connection().framing().name(),
                session.listener().protocol(),
                session.outboxBytes(),
                session.age().toSeconds(),
                session.subscriptions().size(),
                withChannels
                        ? new TreeSet<>(session.subscriptions().channels())
                                .stream().limit(MAX_CHANNELS).toList()
                        : List.of());
    }

    /** Returns true if the client id, the user or the address contains the text. Called on the event loop of the session. */
    static boolean matches(Session session, String search) {
        if (search.isEmpty()) {
            return true;
        }
        var info = session.info();
        return (info != null && (info.user().contains(search) || info.client().contains(search)))
                || ClientAddress.of(session.connection().remoteAddress()).contains(search);
    }
}
