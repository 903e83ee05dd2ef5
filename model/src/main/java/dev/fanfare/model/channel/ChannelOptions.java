package dev.fanfare.model.channel;

import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Options of a channel. Immutable. Every method returns changed options.
 *
 * {@snippet :
 * ChannelOptions.history(50, Duration.ofHours(1)).recovery().presence();
 * ChannelOptions.defaults().slowClients(SlowClientPolicy.conflateBy("symbol"));
 * }
 */
public final class ChannelOptions {
    private static final ChannelOptions DEFAULTS =
            new ChannelOptions(null, RecoveryMode.NONE, false, false, SlowClientPolicy.DISCONNECT);

    private final @Nullable HistoryRetention retention;
    private final RecoveryMode recoveryMode;
    private final boolean presence;
    private final boolean joinLeave;
    private final SlowClientPolicy slowClientPolicy;

    private ChannelOptions(
            @Nullable HistoryRetention retention,
            RecoveryMode recoveryMode,
            boolean presence,
            boolean joinLeave,
            SlowClientPolicy slowClientPolicy) {
        if (recoveryMode != RecoveryMode.NONE && retention == null) {
            throw new IllegalArgumentException("recovery mode " + recoveryMode
                    + " requires a history: call ChannelOptions.history(size, age) first");
        }
        if (!allows(recoveryMode, slowClientPolicy)) {
            throw new IllegalArgumentException("recovery mode " + recoveryMode
                    + " promises complete delivery and cannot be combined with the slow-client policy "
                    + slowClientPolicy.mode() + ", which drops publications");
        }
        this.retention = retention;
        this.recoveryMode = recoveryMode;
        this.presence = presence;
        this.joinLeave = joinLeave;
        this.slowClientPolicy = slowClientPolicy;
    }

    /** Returns the defaults: no history, no presence, no join and leave messages; slow clients are disconnected. */
    public static ChannelOptions defaults() {
        return DEFAULTS;
    }

    /**
     * Returns the defaults with a history.
     *
     * @param size maximum number of publications; 1 or more
     * @param age how long publications are kept after the last one; positive
     */
    public static ChannelOptions history(int size, Duration age) {
        return DEFAULTS.withHistory(HistoryRetention.of(size, age));
    }

    /** Returns these options with a history. */
    public ChannelOptions withHistory(HistoryRetention kept) {
        return new ChannelOptions(kept, recoveryMode, presence, joinLeave, slowClientPolicy);
    }

    /** Returns these options with {@link RecoveryMode#STREAM_RECOVERY}; requires a history. */
    public ChannelOptions recovery() {
        return recovery(RecoveryMode.STREAM_RECOVERY);
    }

    /**
     * Returns these options with a recovery mode.
     *
     * @throws IllegalArgumentException if the channel has no history, or the slow-client policy drops publications that
     *     the mode promises
     */
    public ChannelOptions recovery(RecoveryMode mode) {
        return new ChannelOptions(retention, mode, presence, joinLeave, slowClientPolicy);
    }

    /** Returns these options with presence: the members of the channel can be read. Requires identified sessions. */
    public ChannelOptions presence() {
        return presence(true);
    }

    /** Returns these options with or without presence. */
    public ChannelOptions presence(boolean enabled) {
        return new ChannelOptions(retention, recoveryMode, enabled, joinLeave, slowClientPolicy);
    }

    /**
     * Returns these options with join and leave messages to subscribers. The raw WebSocket protocol has no such messages.
     * Requires identified sessions.
     */
    public ChannelOptions joinLeave() {
        return joinLeave(true);
    }

    /** Returns these options with or without join and leave messages. */
    public ChannelOptions joinLeave(boolean enabled) {
        return new ChannelOptions(retention, recoveryMode, presence, enabled, slowClientPolicy);
    }

    /**
     * Returns these options with a policy for slow clients.
     *
     * @throws IllegalArgumentException if the policy drops publications that the recovery mode promises: positions and
     *     stream recovery require {@link SlowClientPolicy#DISCONNECT}; cache recovery also allows conflation
     */
    public ChannelOptions slowClients(SlowClientPolicy policy) {
        return new ChannelOptions(retention, recoveryMode, presence, joinLeave, policy);
    }

    /** Returns the history to keep; null for none. */
    public @Nullable HistoryRetention retention() {
        return retention;
    }

    /** Returns how subscribers follow the history. */
    public RecoveryMode recoveryMode() {
        return recoveryMode;
    }

    /** Returns true if the members of the channel can be read. */
    public boolean hasPresence() {
        return presence;
    }

    /** Returns true if subscribers receive join and leave messages. */
    public boolean hasJoinLeave() {
        return joinLeave;
    }

    /** Returns what happens to the publications that are queued for a slow client. */
    public SlowClientPolicy slowClientPolicy() {
        return slowClientPolicy;
    }

    /** Returns the history that positions refer to; null if subscribers are not positioned. */
    public @Nullable HistoryRetention positionedRetention() {
        return recoveryMode == RecoveryMode.NONE ? null : retention;
    }

    /**
     * Returns these options with {@link RecoveryMode#STREAM_RECOVERY} if the channel has a history and delivers every publication.
     * Otherwise, and if another mode recovers, returns these options.
     */
    public ChannelOptions resumable() {
        return switch (recoveryMode) {
            case STREAM_RECOVERY, CACHE_RECOVERY -> this;
            case NONE, POSITIONED -> retention == null || slowClientPolicy.mayDrop() ? this : recovery();
        };
    }

    /**
     * Returns {@link #resumable}.
     *
     * @param channel the channel with these options, for the message
     * @throws IllegalStateException if clients cannot recover what they missed
     */
    public ChannelOptions requireResumable(String channel) {
        var options = resumable();
        if (options.positionedRetention() != null) {
            return options;
        }
        throw new IllegalStateException("clients cannot resume in channel " + channel
                + (retention == null
                        ? ", which has no history: declare it with ChannelOptions.history(size, time)"
                        : ", which drops publications (" + slowClientPolicy.mode()
                                + "): use SlowClientPolicy.DISCONNECT, or recovery(RecoveryMode.CACHE_RECOVERY)"));
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof ChannelOptions that
                && Objects.equals(retention, that.retention)
                && recoveryMode == that.recoveryMode
                && presence == that.presence
                && joinLeave == that.joinLeave
                && slowClientPolicy.equals(that.slowClientPolicy);
    }

    @Override
    public int hashCode() {
        return Objects.hash(retention, recoveryMode, presence, joinLeave, slowClientPolicy);
    }

    @Override
    public String toString() {
        return "ChannelOptions[retention=" + retention + ", recoveryMode=" + recoveryMode + ", presence=" + presence
                + ", joinLeave=" + joinLeave + ", slowClientPolicy=" + slowClientPolicy + "]";
    }

    private static boolean allows(RecoveryMode mode, SlowClientPolicy policy) {
        return switch (mode) {
            case NONE -> true;
            case POSITIONED, STREAM_RECOVERY -> !policy.mayDrop();
            case CACHE_RECOVERY -> policy.mode() != SlowClientPolicy.Mode.DROP_OLDEST;
        };
    }
}
