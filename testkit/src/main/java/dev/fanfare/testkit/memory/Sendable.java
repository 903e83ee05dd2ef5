package dev.fanfare.testkit.memory;

import dev.fanfare.model.client.CloseReason;
import java.nio.charset.StandardCharsets;

/** Converts close reasons to what is sent (RFC 6455, 5.5.1 and 7.4). Stateless. */
final class Sendable {
    private static final int MAX_REASON_BYTES = 123;

    private Sendable() {}

    /**
     * Returns the reason as received by the peer: codes that must not be sent become 1005, and long reasons are cut
     * between characters.
     */
    static CloseReason of(CloseReason reason) {
        return CloseReason.maySend(reason.code())
                ? new CloseReason(reason.code(), cut(reason.reason()))
                : new CloseReason(CloseReason.NO_STATUS, "");
    }

    private static String cut(String words) {
        var utf8 = words.getBytes(StandardCharsets.UTF_8);
        if (utf8.length <= MAX_REASON_BYTES) {
            return words;
        }
        int end = MAX_REASON_BYTES;
        while ((utf8[end] & 0xC0) == 0x80) {
            end--;
        }
        return new String(utf8, 0, end, StandardCharsets.UTF_8);
    }
}
