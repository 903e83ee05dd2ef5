package dev.fanfare.core.hub;

import java.time.Duration;

/**
 * How the fan-out behaves. Immutable; begin with {@link #DEFAULTS}.
 *
 * @param sliceSubscribers after so many subscribers a fan-out lets other work of its loop run
 * @param sliceTime or after so much time
 * @param batchBytes publications that wait are joined up to so many bytes (one alone may be larger)
 * @param backlogBytes how much may wait in the mailboxes of one loop; more is refused at publish
 * @param positions how closely positions are watched
 */
public record HubSettings(
        int sliceSubscribers, Duration sliceTime, int batchBytes, long backlogBytes, PositionSettings positions) {
    /** 512 subscribers or a millisecond, 64 KiB, 64 MiB. */
    public static final HubSettings DEFAULTS =
            new HubSettings(512, Duration.ofMillis(1), 64 * 1024, 64L << 20, PositionSettings.DEFAULTS);

    /** The same settings with other ones for positions. */
    public HubSettings withPositions(PositionSettings others) {
        return new HubSettings(sliceSubscribers, sliceTime, batchBytes, backlogBytes, others);
    }

    public HubSettings {
        if (sliceSubscribers < 1 || !sliceTime.isPositive() || batchBytes < 1 || backlogBytes < 1) {
            throw new IllegalArgumentException("all settings are positive, not sliceSubscribers=" + sliceSubscribers
                    + ", sliceTime=" + sliceTime + ", batchBytes=" + batchBytes + ", backlogBytes=" + backlogBytes);
        }
    }
}
