package dev.fanfare.transport.netty.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.fanfare.testkit.client.Handshake;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Compares the replies to any bytes after a handshake with the reference. Without {@code JAZZER_FUZZ=1} the inputs are
 * conversations from seeds and earlier failures, which Jazzer stores as resources; with it, Jazzer searches for new coverage.
 */
class FramesFuzzTest {
    private static final int CONVERSATIONS = 200;
    private static final int TAKEOVER = 1;
    private static final int OFFER = 2;

    @MethodSource("conversations")
    @Timeout(value = 5, unit = TimeUnit.MINUTES)
    @FuzzTest(maxDuration = "60s")
    void frames_anyBytes_matchReference(byte[] input) {
        int ways = input.length == 0 ? 0 : input[0] & 0xFF;
        var frames = Arrays.copyOfRange(input, Math.min(1, input.length), input.length);
        boolean takeover = (ways & TAKEOVER) != 0;
        var listener = new FuzzedListener();
        try (var server = new FuzzedServer(takeover)) {
            var said = server.converse(pieces(head((ways & OFFER) != 0), frames, ways >> 2), listener);
            assertThat(listener.complaints()).isEmpty();
            assertThat(listener.closed()).isNotNull();
            ConversationCheck.check(frames, new ServerSpeech(said), takeover);
        }
    }

    static Stream<byte[]> conversations() {
        return LongStream.range(0, CONVERSATIONS)
                .mapToObj(seed -> ReferenceInflater.join(new byte[] {(byte) seed}, new Conversation(seed).frames()));
    }

    private static byte[] head(boolean offering) {
        var request = offering
                ? Handshake.request("/", "Sec-WebSocket-Extensions: permessage-deflate")
                : Handshake.request("/");
        return request.getBytes(StandardCharsets.ISO_8859_1);
    }

    /** Returns the head, then pieces of this size; 0 for a single piece. */
    private static List<byte[]> pieces(byte[] head, byte[] frames, int bytes) {
        var pieces = new ArrayList<byte[]>();
        pieces.add(head);
        int step = bytes == 0 ? Math.max(1, frames.length) : bytes;
        for (int from = 0; from < frames.length; from += step) {
            pieces.add(Arrays.copyOfRange(frames, from, Math.min(frames.length, from + step)));
        }
        return pieces;
    }
}
