package dev.fanfare.model.channel;

import dev.fanfare.model.client.DisconnectReason;
import org.jspecify.annotations.Nullable;

/**
 * Determines what happens to the publications of a channel that are queued for a slow client. Immutable.
 *
 * <p>{@link #DISCONNECT} and {@link #append} never lose publications silently: the disconnected client reconnects and recovers. The
 * other policies are intended for channels whose old publications have no value. Channels with positions reject
 * policies that break their guarantees.
 *
 * @param mode the rule
 * @param tag for {@link Mode#CONFLATE}: the publication tag whose value is the key; null to conflate the whole channel
 */
public record SlowClientPolicy(Mode mode, @Nullable String tag) {
    /** The available rules. */
    public enum Mode {
        /** Keeps all publications. If they exceed the outbox, the session ends with {@link DisconnectReason#SLOW}. */
        DISCONNECT,
        /**
         * Drops the oldest publications, joins and leaves if the outbox is full. Those of the channel whose publication needs
         * room are dropped first, then those of other channels with this rule.
         */
        DROP_OLDEST,
        /**
         * Keeps only the newest publication of each key, even if there is room for more. Joins and leaves are all kept.
         * If the outbox is still full and no channel with {@link #DROP_OLDEST} can make room, the session ends.
         */
        CONFLATE,
        /**
         * Keeps all data, and joins consecutive publications of TEXT with equal tags into one of up to 64 KiB, which has the position
         * of the last one. A fast client receives each publication. If the outbox is full, the session ends as with {@link
         * #DISCONNECT}. Clients of protocols other than raw WebSockets and event streams receive each publication.
         */
        APPEND
    }

    /** Drops nothing and disconnects the client. */
    public static final SlowClientPolicy DISCONNECT = new SlowClientPolicy(Mode.DISCONNECT, null);
    /** Drops the oldest publications. */
    public static final SlowClientPolicy DROP_OLDEST = new SlowClientPolicy(Mode.DROP_OLDEST, null);

    public SlowClientPolicy {
        if (tag != null && (mode != Mode.CONFLATE || tag.isEmpty())) {
            throw new IllegalArgumentException(
                    "a tag must not be empty and requires mode CONFLATE, got '" + tag + "' with " + mode);
        }
    }

    /** Keeps only the newest publication of the channel. */
    public static SlowClientPolicy conflate() {
        return new SlowClientPolicy(Mode.CONFLATE, null);
    }

    /**
     * Keeps only the newest publication for each value of a tag. Publications without the tag share one separate key.
     */
    public static SlowClientPolicy conflateBy(String tag) {
        return new SlowClientPolicy(Mode.CONFLATE, tag);
    }

    /** Joins the texts that wait for the client. Intended for the pieces of a text that is created step by step. */
    public static SlowClientPolicy append() {
        return new SlowClientPolicy(Mode.APPEND, null);
    }

    /** Returns true if a subscriber may miss publications and stay connected. */
    public boolean mayDrop() {
        return mode == Mode.DROP_OLDEST || mode == Mode.CONFLATE;
    }
}
