package dev.fanfare.transport.netty.fuzz;

import dev.fanfare.testkit.client.ClientFrame;
import dev.fanfare.testkit.client.Deflated;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Parses the output of a server strictly: responses, then frames. Not thread-safe. */
final class ServerSpeech {
    private static final String END = "\r\n\r\n";
    private static final String EXTENSIONS = "sec-websocket-extensions: ";

    private final byte[] said;
    private final String head;

    ServerSpeech(byte[] said) {
        this.said = said;
        var text = new String(said, StandardCharsets.ISO_8859_1);
        int end = text.indexOf(END);
        this.head = end < 0 ? text : text.substring(0, end + END.length());
    }

    /** Returns the status of the first response; 0 if there is none. */
    int status() {
        return head.startsWith("HTTP/1.1 ") ? Integer.parseInt(head.substring(9, 12)) : 0;
    }

    /** Returns the negotiated extension; empty if there is none. */
    String extension() {
        return head.lines()
                .filter(line -> line.startsWith(EXTENSIONS))
                .map(line -> line.substring(EXTENSIONS.length()))
                .findFirst()
                .orElse("");
    }

    /**
     * The frames behind the 101.
     *
     * @throws AssertionError when one breaks the rules
     */
    List<Reply> replies() {
        var in = ByteBuffer.wrap(said);
        in.position(head.length());
        var replies = new ArrayList<Reply>();
        while (in.hasRemaining()) {
            require(replies.isEmpty() || !replies.getLast().isClose(), "a frame behind the close frame");
            replies.add(reply(in));
        }
        return replies;
    }

    private Reply reply(ByteBuffer in) {
        int first = in.get() & 0xFF;
        int opcode = first & 0x0F;
        int second = in.get() & 0xFF;
        boolean compressed = (first & 0x70) == ClientFrame.COMPRESSED;
        require((first & 0x80) != 0 && (second & 0x80) == 0, "a frame that is not whole, or masked");
        require(
                (first & 0x70) == 0
                        || (compressed && opcode <= 2 && !extension().isEmpty()),
                "reserved bits");
        int length = second == 126 ? in.getShort() & 0xFFFF : second == 127 ? (int) in.getLong() : second;
        var payload = new byte[length];
        in.get(payload);
        if (opcode == ClientFrame.CLOSE) {
            return Reply.close(length == 0 ? 1005 : (payload[0] & 0xFF) << 8 | (payload[1] & 0xFF));
        }
        return Reply.of(opcode, compressed ? Deflated.inflate(payload) : payload);
    }

    private static void require(boolean right, String complaint) {
        if (!right) {
            throw new AssertionError(complaint);
        }
    }
}
