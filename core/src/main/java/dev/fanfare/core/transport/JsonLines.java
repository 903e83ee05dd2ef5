package dev.fanfare.core.transport;

import dev.fanfare.model.channel.Payload;
import java.util.Arrays;
import java.util.Base64;

/**
 * Frames each message as a line that ends with a line feed. Immutable. TEXT is sent unchanged, so a protocol may put
 * several lines into one message. In JSON, line ends occur only as whitespace (RFC 8259, 2 and 7) and are replaced by
 * spaces. BINARY is sent as a JSON string of base64.
 */
public final class JsonLines implements Framing {
    /** The only instance. */
    public static final JsonLines FRAMING = new JsonLines();

    private static final Frame PING = Frame.of(new byte[] {'\n'});

    private JsonLines() {}

    @Override
    public String name() {
        return "lines";
    }

    @Override
    public Frame message(Payload payload) {
        return switch (payload.kind()) {
            case TEXT -> Frame.of(line(payload.bytes()));
            case JSON -> Frame.of(oneLine(payload.bytes()));
            case BINARY -> Frame.of(quoted(Base64.getEncoder().encode(payload.bytes())));
        };
    }

    /** Returns an empty line, which clients do not answer. */
    @Override
    public Frame ping() {
        return PING;
    }

    private static byte[] line(byte[] content) {
        var line = Arrays.copyOf(content, content.length + 1);
        line[content.length] = '\n';
        return line;
    }

    private static byte[] oneLine(byte[] json) {
        var line = line(json);
        for (int i = 0; i < json.length; i++) {
            if (line[i] == '\n' || line[i] == '\r') {
                line[i] = ' ';
            }
        }
        return line;
    }

    private static byte[] quoted(byte[] ascii) {
        var line = new byte[ascii.length + 3];
        line[0] = '"';
        System.arraycopy(ascii, 0, line, 1, ascii.length);
        line[ascii.length + 1] = '"';
        line[ascii.length + 2] = '\n';
        return line;
    }
}
