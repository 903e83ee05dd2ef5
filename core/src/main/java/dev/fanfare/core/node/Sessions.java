package dev.fanfare.core.node;

import dev.fanfare.core.session.Session;
import dev.fanfare.model.channel.ClientInfo;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** The identified sessions of this node by client id and by user. Thread-safe. Each session is confined to its loop. */
final class Sessions {
    private final ConcurrentHashMap<String, Session> byClient = new ConcurrentHashMap<>();
    private final ConcurrentHashMap<String, Set<Session>> byUser = new ConcurrentHashMap<>();

    /**
     * Adds an identified session.
     *
     * @throws IllegalStateException if another session has this client id
     */
    void add(Session session, ClientInfo info) {
        if (byClient.putIfAbsent(info.client(), session) != null) {
            throw new IllegalStateException("client id " + info.client() + " is already in use");
        }
        byUser.compute(info.user(), (user, known) -> {
            var sessions = known == null ? ConcurrentHashMap.<Session>newKeySet(1) : known;
            sessions.add(session);
            return sessions;
        });
    }

    void remove(Session session, ClientInfo info) {
        byClient.remove(info.client(), session);
        byUser.computeIfPresent(info.user(), (user, sessions) -> {
            sessions.remove(session);
            return sessions.isEmpty() ? null : sessions;
        });
    }

    @Nullable
    Session ofClient(String client) {
        return byClient.get(client);
    }

    /** Returns the sessions of a user; the empty user stands for all anonymous ones. */
    Collection<Session> ofUser(String user) {
        return List.copyOf(byUser.getOrDefault(user, Set.of()));
    }

    /** Returns the number of users. */
    int users() {
        return byUser.size();
    }

    /** Returns the number of sessions. */
    int size() {
        return byClient.size();
    }
}
