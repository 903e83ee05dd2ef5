package dev.fanfare.simulation;

import dev.fanfare.model.channel.ChannelOptions;
import dev.fanfare.model.channel.HistoryRetention;
import dev.fanfare.model.channel.RecoveryMode;
import dev.fanfare.model.channel.SlowClientPolicy;
import dev.fanfare.simulation.client.ChannelPlan;
import dev.fanfare.simulation.fabric.Chance;
import java.time.Duration;
import java.util.List;

/** The channels of a simulation, one of each kind. */
final class Plans {
    private static final Duration LEAST_AGE = Duration.ofSeconds(5);
    private static final Duration MOST_AGE = Duration.ofMinutes(2);
    private static final Duration LEAST_META_AGE = Duration.ofSeconds(20);
    private static final List<SlowClientPolicy> OF_STATES = List.of(
            SlowClientPolicy.DISCONNECT, SlowClientPolicy.conflate(), SlowClientPolicy.conflateBy(ChannelPlan.TAG));
    private static final List<SlowClientPolicy> OF_CHATS = List.of(
            SlowClientPolicy.DISCONNECT,
            SlowClientPolicy.DROP_OLDEST,
            SlowClientPolicy.conflate(),
            SlowClientPolicy.conflateBy(ChannelPlan.TAG));
    private static final int MOST_SIZE = 40;

    private Plans() {}

    static List<ChannelPlan> of(Chance chance) {
        return List.of(
                new ChannelPlan(
                        "room",
                        positioned(chance, RecoveryMode.STREAM_RECOVERY)
                                .presence()
                                .joinLeave()),
                new ChannelPlan("news", positioned(chance, RecoveryMode.STREAM_RECOVERY)),
                new ChannelPlan(
                        "state", positioned(chance, RecoveryMode.CACHE_RECOVERY).slowClients(chance.oneOf(OF_STATES))),
                new ChannelPlan(
                        "ticks", positioned(chance, RecoveryMode.POSITIONED).presence()),
                new ChannelPlan(
                        "chat", ChannelOptions.defaults().presence().joinLeave().slowClients(chance.oneOf(OF_CHATS))));
    }

    private static ChannelOptions positioned(Chance chance, RecoveryMode mode) {
        var age = chance.between(LEAST_AGE, MOST_AGE);
        var metaAge = age.plus(chance.between(LEAST_META_AGE, MOST_AGE));
        var retention = new HistoryRetention(chance.between(1, MOST_SIZE), age, metaAge);
        return ChannelOptions.defaults().withHistory(retention).recovery(mode);
    }
}
