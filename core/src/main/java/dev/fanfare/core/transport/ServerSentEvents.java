package dev.fanfare.core.transport;

import dev.fanfare.model.channel.Payload;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/**
 * Frames messages as events of {@code text/event-stream} (WHATWG HTML, 9.2). Immutable. TEXT and JSON are sent as data
 * lines; the client receives every line end as a line feed. BINARY is sent as one line of base64.
 */
public final class ServerSentEvents implements Framing {
    /** The only instance. */
    public static final ServerSentEvents FRAMING = new ServerSentEvents();

    private static final byte[] DATA = "data: ".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] ID = "id: ".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] EVENT = "event: ".getBytes(StandardCharsets.US_ASCII);
    /** WHATWG HTML, 9.2.7: a comment is not an event, but keeps proxies from closing an idle stream. */
    private static final Frame PING = Frame.of(":\n\n".getBytes(StandardCharsets.US_ASCII));

    private ServerSentEvents() {}

    @Override
    public String name() {
        return "sse";
    }

    @Override
    public Frame message(Payload payload) {
        return event(null, null, payload);
    }

    /**
     * Returns an event.
     *
     * @param id the last event id from then on, see {@link #requireField}; null to keep the previous one
     * @param name the type of the event, see {@link #requireField}; null for {@code message}
     */
    public Frame event(@Nullable String id, @Nullable String name, Payload payload) {
        var data = payload.isText() ? payload.bytes() : Base64.getEncoder().encode(payload.bytes());
        var out = new ByteArrayOutputStream(data.length + DATA.length + 2 + (id == null ? 0 : id.length() + 5));
        field(out, ID, id);
        field(out, EVENT, name);
        data(out, data);
        out.write('\n');
        return Frame.of(out.toByteArray());
    }

    /** Returns a block that sets the last event id without an event (WHATWG HTML, 9.2.6: no event without data). */
    public Frame lastEventId(String id) {
        var out = new ByteArrayOutputStream(ID.length + id.length() + 2);
        field(out, ID, id);
        out.write('\n');
        return Frame.of(out.toByteArray());
    }

    /** Returns the time after which clients reconnect, as the start of a stream. */
    public static byte[] retry(Duration delay) {
        return ("retry: " + delay.toMillis() + "\n\n").getBytes(StandardCharsets.US_ASCII);
    }

    /**
     * Returns the value of a field.
     *
     * @throws IllegalArgumentException if it contains a line break, which would begin another field, or NULL, with which clients
     *     ignore an id (WHATWG HTML, 9.2.6)
     */
    public static String requireField(String field, String value) {
        if (value.chars().anyMatch(character -> character == '\n' || character == '\r' || character == 0)) {
            throw new IllegalArgumentException(
                    "the " + field + " of an event must not contain line breaks or NULL, got '" + value + "'");
        }
        return value;
    }

    /** Returns a comment, which clients do not answer. */
    @Override
    public Frame ping() {
        return PING;
    }

    /** WHATWG HTML, 9.2.5: CR LF, LF or CR ends a line; an empty line ends an event. */
    private static void data(ByteArrayOutputStream out, byte[] data) {
        int start = 0;
        for (int i = 0; i < data.length; i++) {
            if (data[i] == '\n' || data[i] == '\r') {
                line(out, data, start, i);
                i += isCrLf(data, i) ? 1 : 0;
                start = i + 1;
            }
        }
        line(out, data, start, data.length);
    }

    private static void field(ByteArrayOutputStream out, byte[] name, @Nullable String value) {
        if (value != null) {
            out.writeBytes(name);
            out.writeBytes(requireField("id or name", value).getBytes(StandardCharsets.UTF_8));
            out.write('\n');
        }
    }

    private static void line(ByteArrayOutputStream out, byte[] data, int from, int to) {
        out.writeBytes(DATA);
        out.write(data, from, to - from);
        out.write('\n');
    }

    private static boolean isCrLf(byte[] data, int at) {
        return data[at] == '\r' && at + 1 < data.length && data[at + 1] == '\n';
    }
}
