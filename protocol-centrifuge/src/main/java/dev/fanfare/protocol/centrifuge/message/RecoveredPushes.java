package dev.fanfare.protocol.centrifuge.message;

import java.util.List;

/**
 * The publications of a reply to a subscribe. Replies can share them, so that they are encoded once per encoding. Immutable.
 *
 * @param all the publications, in order
 * @param encoded the encoded publications
 */
public record RecoveredPushes(List<DataPush> all, SharedBytes encoded) {
    /** No publications. */
    public static final RecoveredPushes NONE = new RecoveredPushes(List.of());

    public RecoveredPushes {
        all = List.copyOf(all);
    }

    /** Creates publications that have not been encoded. */
    public RecoveredPushes(List<DataPush> all) {
        this(all, new SharedBytes());
    }
}
