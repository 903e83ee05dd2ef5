package dev.fanfare.core.transport;

import dev.fanfare.model.channel.Payload;
import java.util.Arrays;
import java.util.Base64;

/**
 * Messages as lines, each with a line feed behind it. TEXT stands as it is, so that a protocol may put several lines into one
 * message. In JSON line ends can only be blanks between its parts (RFC 8259, 2 and 7), and become spaces. BINARY is a JSON
 * string of base64. Immutable.
 */
public final class JsonLines implements Framing {
    /** The one instance anybody needs. */
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

    /** An empty line. No client answers it. */
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
