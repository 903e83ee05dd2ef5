package dev.fanfare.testkit.simulation;

import dev.fanfare.core.node.ChannelOptions;
import dev.fanfare.core.node.Positioning;
import dev.fanfare.core.port.HistoryRetention;
import dev.fanfare.core.session.OutboxPolicy;
import dev.fanfare.testkit.simulation.client.ChannelPlan;
import dev.fanfare.testkit.simulation.fabric.Chance;
import java.time.Duration;
import java.util.List;

/** The channels of a simulation: one of each kind. */
final class Plans {
    private static final Duration LEAST_AGE = Duration.ofSeconds(5);
    private static final Duration MOST_AGE = Duration.ofMinutes(2);
    private static final Duration LEAST_META_AGE = Duration.ofSeconds(20);
    private static final List<OutboxPolicy> OF_STATES =
            List.of(OutboxPolicy.DISCONNECT, OutboxPolicy.conflate(), OutboxPolicy.conflateBy(ChannelPlan.TAG));
    private static final List<OutboxPolicy> OF_CHATS = List.of(
            OutboxPolicy.DISCONNECT,
            OutboxPolicy.DROP_OLDEST,
            OutboxPolicy.conflate(),
            OutboxPolicy.conflateBy(ChannelPlan.TAG));
    private static final int MOST_SIZE = 40;

    private Plans() {}

    static List<ChannelPlan> of(Chance chance) {
        return List.of(
                new ChannelPlan(
                        "room",
                        positioned(chance, Positioning.STREAM_RECOVERY)
                                .withPresence()
                                .withJoinLeave()),
                new ChannelPlan("news", positioned(chance, Positioning.STREAM_RECOVERY)),
                new ChannelPlan(
                        "state",
                        positioned(chance, Positioning.CACHE_RECOVERY).withOutboxPolicy(chance.oneOf(OF_STATES))),
                new ChannelPlan(
                        "ticks", positioned(chance, Positioning.POSITIONED).withPresence()),
                new ChannelPlan(
                        "chat",
                        ChannelOptions.DEFAULTS
                                .withPresence()
                                .withJoinLeave()
                                .withOutboxPolicy(chance.oneOf(OF_CHATS))));
    }

    private static ChannelOptions positioned(Chance chance, Positioning positioning) {
        var age = chance.between(LEAST_AGE, MOST_AGE);
        var metaAge = age.plus(chance.between(LEAST_META_AGE, MOST_AGE));
        var retention = new HistoryRetention(chance.between(1, MOST_SIZE), age, metaAge);
        return ChannelOptions.DEFAULTS.withRetention(retention).withPositioning(positioning);
    }
}
