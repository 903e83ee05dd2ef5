package dev.fanfare.simulation;

import dev.fanfare.model.channel.PublishOptions;
import dev.fanfare.simulation.client.ChannelPlan;
import dev.fanfare.simulation.fabric.Chance;
import java.util.HashMap;
import java.util.Map;

/** The ways to publish: with a key, a version that may be outdated, without history, with a tag. Confined to the thread that runs the simulation. */
final class Publishes {
    private static final int RARELY = 6;
    private static final int OFTEN = 3;
    private static final int TAGS = 3;
    private static final int OLDEST = 3;

    private final Chance chance;
    private final Map<ChannelPlan, Integer> versions = new HashMap<>();

    Publishes(Chance chance) {
        this.chance = chance;
    }

    /** Options for this data, which must be unique. */
    PublishOptions options(ChannelPlan plan, String data) {
        var plain = plan.publishOptions();
        if (plain.retention() == null) {
            return plain;
        }
        if (chance.oneIn(OFTEN)) {
            return plain.withIdempotencyKey(data);
        }
        if (chance.oneIn(RARELY)) {
            return plain.withSkippedHistory();
        }
        return chance.oneIn(RARELY) ? plain.withVersion(version(plan), "life") : plain;
    }

    /** The tags of a publication: a key for conflation, or none. */
    Map<String, String> tags() {
        int tag = chance.below(TAGS + 1);
        return tag == TAGS ? Map.of() : Map.of(ChannelPlan.TAG, "k" + tag);
    }

    private int version(ChannelPlan plan) {
        return chance.oneIn(OFTEN)
                ? Math.max(1, versions.getOrDefault(plan, 1) - chance.below(OLDEST))
                : versions.merge(plan, 1, Integer::sum);
    }
}
