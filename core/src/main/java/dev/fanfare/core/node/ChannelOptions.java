package dev.fanfare.core.node;

import dev.fanfare.core.port.HistoryRetention;
import dev.fanfare.core.session.SlowClientPolicy;
import org.jspecify.annotations.Nullable;

/**
 * How a channel behaves. Immutable; begin with {@link #DEFAULTS}.
 *
 * @param retention how much history is kept; null for none
 * @param recoveryMode how closely subscribers are kept to the history; needs a retention
 * @param presence whether it is known who is in the channel; needs identified sessions
 * @param joinLeave whether subscribers hear who comes and goes, where their protocol can say so (the raw one can't: it has
 *     nothing but messages); needs identified sessions
 * @param slowClientPolicy what becomes of publications that a slow client does not take; one that drops or conflates loses
 *     what recoveryMode promises, so that only {@link SlowClientPolicy#DISCONNECT} goes with positions and stream recovery, and
 *     conflation with cache recovery
 */
public record ChannelOptions(
        @Nullable HistoryRetention retention,
        RecoveryMode recoveryMode,
        boolean presence,
        boolean joinLeave,
        SlowClientPolicy slowClientPolicy) {
    /** No history, no presence, and a slow client is disconnected. */
    public static final ChannelOptions DEFAULTS =
            new ChannelOptions(null, RecoveryMode.NONE, false, false, SlowClientPolicy.DISCONNECT);

    public ChannelOptions {
        if (recoveryMode != RecoveryMode.NONE && retention == null) {
            throw new IllegalArgumentException(
                    "recoveryMode " + recoveryMode + " needs a history, and no retention is given");
        }
        if (!allows(recoveryMode, slowClientPolicy)) {
            throw new IllegalArgumentException("recoveryMode " + recoveryMode
                    + " promises that nothing is lost unnoticed, and the outbox policy " + slowClientPolicy.mode()
                    + " loses publications");
        }
    }

    /** The same options with a history. */
    public ChannelOptions withRetention(HistoryRetention kept) {
        return new ChannelOptions(kept, recoveryMode, presence, joinLeave, slowClientPolicy);
    }

    /** The same options with another recoveryMode. */
    public ChannelOptions withRecoveryMode(RecoveryMode other) {
        return new ChannelOptions(retention, other, presence, joinLeave, slowClientPolicy);
    }

    /** The same options with presence. */
    public ChannelOptions withPresence() {
        return new ChannelOptions(retention, recoveryMode, true, joinLeave, slowClientPolicy);
    }

    /** The same options with joins and leaves. */
    public ChannelOptions withJoinLeave() {
        return new ChannelOptions(retention, recoveryMode, presence, true, slowClientPolicy);
    }

    /** The same options with another outbox policy. */
    public ChannelOptions withSlowClientPolicy(SlowClientPolicy other) {
        return new ChannelOptions(retention, recoveryMode, presence, joinLeave, other);
    }

    private static boolean allows(RecoveryMode recoveryMode, SlowClientPolicy policy) {
        return switch (recoveryMode) {
            case NONE -> true;
            case POSITIONED, STREAM_RECOVERY -> !policy.mayDrop();
            case CACHE_RECOVERY -> policy.mode() != SlowClientPolicy.Mode.DROP_OLDEST;
        };
    }

    /** How much history positions refer to; null when subscribers are not positioned. */
    @Nullable
    HistoryRetention positionedRetention() {
        return recoveryMode == RecoveryMode.NONE ? null : retention;
    }
}
