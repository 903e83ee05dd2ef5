package dev.fanfare.core.transport;

import dev.fanfare.model.channel.Payload;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

/**
 * Frames messages as events of {@code text/event-stream} (WHATWG HTML, 9.2). Immutable. TEXT and JSON are sent as data
 * lines; the client receives every line end as a line feed. BINARY is sent as one line of base64.
 */
public final class ServerSentEvents implements Framing {
    /** The only instance. */
    public static final ServerSentEvents FRAMING = new ServerSentEvents();

    private static final byte[] DATA = "data: ".getBytes(StandardCharsets.US_ASCII);
    /** WHATWG HTML, 9.2.7: a comment is not an event, but keeps proxies from closing an idle stream. */
    private static final Frame PING = Frame.of(":\n\n".getBytes(StandardCharsets.US_ASCII));

    private ServerSentEvents() {}

    @Override
    public String name() {
        return "sse";
    }

    @Override
    public Frame message(Payload payload) {
        return event(payload.isText() ? payload.bytes() : Base64.getEncoder().encode(payload.bytes()));
    }

    /** Returns a comment, which clients do not answer. */
    @Override
    public Frame ping() {
        return PING;
    }

    /** WHATWG HTML, 9.2.5: CR LF, LF or CR ends a line; an empty line ends an event. */
    private static Frame event(byte[] data) {
        var out = new ByteArrayOutputStream(data.length + DATA.length + 2);
        int start = 0;
        for (int i = 0; i < data.length; i++) {
            if (data[i] == '\n' || data[i] == '\r') {
                line(out, data, start, i);
                i += isCrLf(data, i) ? 1 : 0;
                start = i + 1;
            }
        }
        line(out, data, start, data.length);
        out.write('\n');
        return Frame.of(out.toByteArray());
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
