package dev.fanfare.core.memory;

import dev.fanfare.core.port.PresenceStore.PresenceStats;
import dev.fanfare.model.channel.ClientInfo;
import java.util.Collections;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The clients of one channel, counted by user. Guarded by the lock of its stripe. */
final class PresenceChannel {
    private final String name;
    private final ShrinkingMap<String, PresenceEntry> clients = new ShrinkingMap<>();
    private final ShrinkingMap<String, Integer> clientsByUser = new ShrinkingMap<>();
    /** The result of the last read; null after a change. */
    private @Nullable Map<String, ClientInfo> members;

    PresenceChannel(String name) {
        this.name = name;
    }

    String name() {
        return name;
    }

    boolean isEmpty() {
        return clients.isEmpty();
    }

    PresenceStats stats() {
        return new PresenceStats(clients.size(), clientsByUser.size());
    }

    /** Returns all clients. Reads without a change in between return the same map. */
    Map<String, ClientInfo> members() {
        if (members == null) {
            var all = HashMap.<String, ClientInfo>newHashMap(clients.size());
            clients.values().forEach(entry -> all.put(entry.info().client(), entry.info()));
            members = Collections.unmodifiableMap(all);
        }
        return members;
    }

    @Nullable
    PresenceEntry get(String client) {
        return clients.get(client);
    }

    /** Adds a new client. */
    PresenceEntry add(ClientInfo info) {
        var entry = new PresenceEntry(this, info);
        members = null;
        clients.put(info.client(), entry);
        count(info.user(), 1);
        return entry;
    }

    /** Replaces the data of a client, including its user. */
    void replace(PresenceEntry entry, ClientInfo info) {
        if (!info.equals(entry.info())) {
            members = null;
            count(entry.info().user(), -1);
            count(info.user(), 1);
            entry.replaceInfo(info);
        }
    }

    void remove(PresenceEntry entry) {
        members = null;
        clients.remove(entry.info().client());
        count(entry.info().user(), -1);
    }

    private void count(String user, int change) {
        var before = clientsByUser.get(user);
        int after = (before == null ? 0 : before) + change;
        if (after == 0) {
            clientsByUser.remove(user);
        } else {
            clientsByUser.put(user, after);
        }
    }
}
