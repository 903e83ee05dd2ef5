package dev.fanfare.core.hub;

import java.time.Duration;

/**
 * Settings of the fan-out. Immutable. Start with {@link #DEFAULTS}.
 *
 * @param sliceSubscribers number of subscribers after which a fan-out yields to other work of its loop
 * @param sliceTime time after which a fan-out yields
 * @param batchBytes maximum size of a batch of queued publications; a single publication may be larger
 * @param backlogBytes maximum size of the mailboxes of one loop; further publishes are rejected
 * @param positions settings of positions
 */
public record HubSettings(
        int sliceSubscribers, Duration sliceTime, int batchBytes, long backlogBytes, PositionSettings positions) {
    /** 512 subscribers or a millisecond, batches of 64 KiB, a backlog of 64 MiB. */
    public static final HubSettings DEFAULTS =
            new HubSettings(512, Duration.ofMillis(1), 64 * 1024, 64L << 20, PositionSettings.DEFAULTS);

    /** Returns these settings with other settings of positions. */
    public HubSettings withPositions(PositionSettings others) {
        return new HubSettings(sliceSubscribers, sliceTime, batchBytes, backlogBytes, others);
    }

    public HubSettings {
        if (sliceSubscribers < 1 || !sliceTime.isPositive() || batchBytes < 1 || backlogBytes < 1) {
            throw new IllegalArgumentException("all settings must be positive, got sliceSubscribers=" + sliceSubscribers
                    + ", sliceTime=" + sliceTime + ", batchBytes=" + batchBytes + ", backlogBytes=" + backlogBytes);
        }
    }
}
