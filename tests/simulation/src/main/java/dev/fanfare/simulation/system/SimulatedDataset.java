package dev.fanfare.simulation.system;

import dev.fanfare.model.channel.ClientInfo;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The data of one server. Its values are replaced, never changed, so that copies share them. Confined to the thread that runs
 * the simulation.
 */
final class SimulatedDataset {
    private record Member(ClientInfo info, long endNanos) {}

    private final Map<String, SimulatedChannel> channels;
    private final Map<String, Map<String, Member>> presence;

    SimulatedDataset() {
        this(new TreeMap<>(), new HashMap<>());
    }

    private SimulatedDataset(Map<String, SimulatedChannel> channels, Map<String, Map<String, Member>> presence) {
        this.channels = channels;
        this.presence = presence;
    }

    SimulatedDataset copy() {
        return new SimulatedDataset(new TreeMap<>(channels), new HashMap<>(presence));
    }

    /** The channels by name. */
    Map<String, SimulatedChannel> channels() {
        return channels;
    }

    /** The channel; null if it is unknown or has expired. */
    @Nullable
    SimulatedChannel channel(String name, long nowNanos) {
        var channel = channels.get(name);
        return channel == null || channel.isExpired(nowNanos) ? null : channel;
    }

    Map<String, ClientInfo> members(String channel, long nowNanos) {
        var present = new LinkedHashMap<String, ClientInfo>();
        presence.getOrDefault(channel, Map.of()).forEach((client, member) -> {
            if (member.endNanos > nowNanos) {
                present.put(client, member.info);
            }
        });
        return present;
    }

    /** A write that stores the channel. */
    static Consumer<SimulatedDataset> channelOf(String name, SimulatedChannel channel) {
        return data -> data.channels.put(name, channel);
    }

    /** A write that adds or refreshes a client of a channel. */
    static Consumer<SimulatedDataset> memberOf(String channel, ClientInfo info, Duration expiry, long nowNanos) {
        var member = new Member(info, nowNanos + expiry.toNanos());
        return data -> data.members(channel).put(info.client(), member);
    }

    /** A write that removes a client of a channel. */
    static Consumer<SimulatedDataset> memberRemoved(String channel, String client) {
        return data -> data.members(channel).remove(client);
    }

    private Map<String, Member> members(String channel) {
        var members = new LinkedHashMap<>(presence.getOrDefault(channel, Map.of()));
        presence.put(channel, members);
        return members;
    }
}
