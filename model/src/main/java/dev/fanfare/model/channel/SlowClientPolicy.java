package dev.fanfare.model.channel;

import dev.fanfare.model.client.DisconnectReason;
import org.jspecify.annotations.Nullable;

/**
 * What becomes of a channel's publications that wait for a client which reads too slowly. Immutable.
 *
 * <p>Only {@link #DISCONNECT} loses nothing unnoticed: the client that is disconnected comes back and recovers. The others
 * are for channels whose old publications are worthless, not for those with positions.
 *
 * @param mode the rule
 * @param tag for {@link Mode#CONFLATE}: the publication tag whose value is the key; null to conflate the whole channel
 */
public record SlowClientPolicy(Mode mode, @Nullable String tag) {
    /** The rules. */
    public enum Mode {
        /** All wait; when they do not fit, the session ends as {@link DisconnectReason#SLOW}. */
        DISCONNECT,
        /**
         * When they do not fit, the oldest go: of the channel that does not fit first, then of the other channels with this
         * rule. That includes joins and leaves.
         */
        DROP_OLDEST,
        /**
         * Of one key only the newest waits, whether there is room or not. Joins and leaves all wait. What does not fit even
         * so ends the session, when no channel with {@link #DROP_OLDEST} makes room.
         */
        CONFLATE
    }

    /** Nothing is dropped. */
    public static final SlowClientPolicy DISCONNECT = new SlowClientPolicy(Mode.DISCONNECT, null);
    /** The oldest are dropped. */
    public static final SlowClientPolicy DROP_OLDEST = new SlowClientPolicy(Mode.DROP_OLDEST, null);

    public SlowClientPolicy {
        if (tag != null && (mode != Mode.CONFLATE || tag.isEmpty())) {
            throw new IllegalArgumentException(
                    "a tag to conflate by is not empty and needs CONFLATE, not '" + tag + "' of " + mode);
        }
    }

    /** The newest publication of the channel waits. */
    public static SlowClientPolicy conflate() {
        return new SlowClientPolicy(Mode.CONFLATE, null);
    }

    /**
     * The newest publication of each value of a tag waits; those without the tag share one key, which is no value of it.
     */
    public static SlowClientPolicy conflateBy(String tag) {
        return new SlowClientPolicy(Mode.CONFLATE, tag);
    }

    /** True when a subscriber may miss publications and stay connected. */
    public boolean mayDrop() {
        return mode != Mode.DISCONNECT;
    }
}
