package dev.fanfare.transport.netty.http;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** The current time as an HTTP date (RFC 9110, 5.6.7). It is formatted once per second, not once per response. Thread-safe. */
final class HttpDate {
    private static final DateTimeFormatter FORMAT = DateTimeFormatter.ofPattern(
                    "EEE, dd MMM yyyy HH:mm:ss 'GMT'", Locale.ROOT)
            .withZone(ZoneOffset.UTC);
    private static final long MILLIS_PER_SECOND = 1000;

    private static volatile Formatted last = new Formatted(0, FORMAT.format(Instant.EPOCH));

    private HttpDate() {}

    static String now() {
        long second = System.currentTimeMillis() / MILLIS_PER_SECOND;
        var current = last;
        if (current.second != second) {
            current = new Formatted(second, FORMAT.format(Instant.ofEpochSecond(second)));
            last = current;
        }
        return current.text;
    }

    /** Immutable. */
    private record Formatted(long second, String text) {}
}
