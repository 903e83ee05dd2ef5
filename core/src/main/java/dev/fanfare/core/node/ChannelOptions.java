package dev.fanfare.core.node;

import dev.fanfare.core.port.HistoryRetention;
import dev.fanfare.core.session.OutboxPolicy;
import org.jspecify.annotations.Nullable;

/**
 * How a channel behaves. Immutable; begin with {@link #DEFAULTS}.
 *
 * @param retention how much history is kept; null for none
 * @param positioning how closely subscribers are kept to the history; needs a retention
 * @param presence whether it is known who is in the channel; needs identified sessions
 * @param joinLeave whether subscribers hear who comes and goes, where their protocol can say so (the raw one can't: it has
 *     nothing but messages); needs identified sessions
 * @param outboxPolicy what becomes of publications that a slow client does not take; one that drops or conflates loses
 *     what positioning promises, so that only {@link OutboxPolicy#DISCONNECT} goes with positions and stream recovery, and
 *     conflation with cache recovery
 */
public record ChannelOptions(
        @Nullable HistoryRetention retention,
        Positioning positioning,
        boolean presence,
        boolean joinLeave,
        OutboxPolicy outboxPolicy) {
    /** No history, no presence, and a slow client is disconnected. */
    public static final ChannelOptions DEFAULTS =
            new ChannelOptions(null, Positioning.NONE, false, false, OutboxPolicy.DISCONNECT);

    public ChannelOptions {
        if (positioning != Positioning.NONE && retention == null) {
            throw new IllegalArgumentException(
                    "positioning " + positioning + " needs a history, and no retention is given");
        }
        if (!allows(positioning, outboxPolicy)) {
            throw new IllegalArgumentException("positioning " + positioning
                    + " promises that nothing is lost unnoticed, and the outbox policy " + outboxPolicy.mode()
                    + " loses publications");
        }
    }

    /** The same options with a history. */
    public ChannelOptions withRetention(HistoryRetention kept) {
        return new ChannelOptions(kept, positioning, presence, joinLeave, outboxPolicy);
    }

    /** The same options with another positioning. */
    public ChannelOptions withPositioning(Positioning other) {
        return new ChannelOptions(retention, other, presence, joinLeave, outboxPolicy);
    }

    /** The same options with presence. */
    public ChannelOptions withPresence() {
        return new ChannelOptions(retention, positioning, true, joinLeave, outboxPolicy);
    }

    /** The same options with joins and leaves. */
    public ChannelOptions withJoinLeave() {
        return new ChannelOptions(retention, positioning, presence, true, outboxPolicy);
    }

    /** The same options with another outbox policy. */
    public ChannelOptions withOutboxPolicy(OutboxPolicy other) {
        return new ChannelOptions(retention, positioning, presence, joinLeave, other);
    }

    private static boolean allows(Positioning positioning, OutboxPolicy policy) {
        return switch (positioning) {
            case NONE -> true;
            case POSITIONED, STREAM_RECOVERY -> !policy.mayDrop();
            case CACHE_RECOVERY -> policy.mode() != OutboxPolicy.Mode.DROP_OLDEST;
        };
    }

    /** How much history positions refer to; null when subscribers are not positioned. */
    @Nullable
    HistoryRetention positionedRetention() {
        return positioning == Positioning.NONE ? null : retention;
    }
}
