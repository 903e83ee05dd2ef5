package dev.fanfare.server.admin;

import dev.fanfare.core.trace.TraceEvent;
import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One line of a trace for the operator. Immutable. Empty fields are left out of the JSON.
 *
 * @param time milliseconds since 1970
 * @param node that recorded it
 * @param kind what happened, in lower case
 */
record TraceLine(
        long time,
        String node,
        String kind,
        String client,
        String user,
        String name,
        String channel,
        int bytes,
        String detail,
        @Nullable String data) {
    /** Reads a line in which empty fields are missing. */
    TraceLine {
        node = Objects.requireNonNullElse(node, "");
        kind = Objects.requireNonNullElse(kind, "");
        client = Objects.requireNonNullElse(client, "");
        user = Objects.requireNonNullElse(user, "");
        name = Objects.requireNonNullElse(name, "");
        channel = Objects.requireNonNullElse(channel, "");
        detail = Objects.requireNonNullElse(detail, "");
    }

    static TraceLine of(String node, long time, TraceEvent event) {
        return new TraceLine(
                time,
                node,
                event.kind().name().toLowerCase(Locale.ROOT),
                event.client(),
                event.user(),
                event.name(),
                event.channel(),
                event.bytes(),
                event.detail(),
                event.data());
    }

    /** A line about the trace itself. */
    static TraceLine note(long time, String node, String detail) {
        return new TraceLine(time, node, "note", "", "", "", "", 0, detail, null);
    }
}
