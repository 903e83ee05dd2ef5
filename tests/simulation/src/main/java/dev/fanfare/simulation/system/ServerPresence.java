package dev.fanfare.simulation.system;

import dev.fanfare.model.channel.ClientInfo;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;

/** The clients of each channel, as recorded by the server. Confined to the thread that runs the simulation. */
final class ServerPresence {
    private record Member(ClientInfo info, long endNanos) {}

    private final Map<String, Map<String, Member>> channels = new HashMap<>();

    void add(String channel, ClientInfo info, Duration expiry, long nowNanos) {
        channels.computeIfAbsent(channel, name -> new LinkedHashMap<>())
                .put(info.client(), new Member(info, nowNanos + expiry.toNanos()));
    }

    void remove(String channel, String client) {
        var members = channels.get(channel);
        if (members != null) {
            members.remove(client);
        }
    }

    Map<String, ClientInfo> members(String channel, long nowNanos) {
        var present = new LinkedHashMap<String, ClientInfo>();
        channels.getOrDefault(channel, Map.of()).forEach((client, member) -> {
            if (member.endNanos > nowNanos) {
                present.put(client, member.info);
            }
        });
        return present;
    }

    void clear() {
        channels.clear();
    }
}
