package dev.fanfare.transport.netty.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.provider.MethodSource;

/** Sends any bytes in place of a request. Runs like {@link FramesFuzzTest}. */
class RequestsFuzzTest {
    private static final int CONVERSATIONS = 200;
    private static final int SWITCHING = 101;
    /** No response, 100, the two of {@link FuzzedServer}, invalid upgrades, the time limit, and {@link #FAULTS}. */
    private static final Set<Integer> STATUSES =
            Set.of(0, 100, SWITCHING, 404, 405, 426, 408, 400, 413, 414, 431, 501, 505);

    private static final Set<Integer> FAULTS = Set.of(400, 413, 414, 431, 501, 505);
    /** The minimum of a handshake: a GET with valid line ends and all required fields (RFC 6455, 4.2.1). */
    private static final Pattern HANDSHAKE = Pattern.compile("(?s)(\r\n)*GET [!-~\\x80-\\xff]+ HTTP/1\\.[1-9]\r\n"
            + "(?=([^\r\n]+\r\n)*(?i:host):)"
            + "(?=([^\r\n]+\r\n)*(?i:upgrade):)"
            + "(?=([^\r\n]+\r\n)*(?i:connection):)"
            + "(?=([^\r\n]+\r\n)*(?i:sec-websocket-version):)"
            + "(?=([^\r\n]+\r\n)*(?i:sec-websocket-key):)"
            + "([^\r\n]+\r\n)+\r\n.*");

    @MethodSource("heads")
    @Timeout(value = 5, unit = TimeUnit.MINUTES)
    @FuzzTest(maxDuration = "60s")
    void request_anyBytesInAnyPieces_isHandledByTheRules(byte[] input) {
        var whole = new ServerSpeech(said(List.of(input)));
        if (whole.status() == SWITCHING) {
            assertThat(new String(input, StandardCharsets.ISO_8859_1)).matches(HANDSHAKE);
            whole.replies();
        }
        assertThat(whole.status()).isIn(STATUSES);

        int inSingleBytes = new ServerSpeech(said(singleBytes(input))).status();
        if (FAULTS.contains(whole.status())) {
            // Of several faults any may be reported.
            assertThat(inSingleBytes).isIn(FAULTS);
        } else {
            assertThat(inSingleBytes).isEqualTo(whole.status());
        }
    }

    static Stream<byte[]> heads() {
        return LongStream.range(0, CONVERSATIONS).mapToObj(Conversation::new).map(Conversation::head);
    }

    private static List<byte[]> singleBytes(byte[] input) {
        return IntStream.range(0, input.length)
                .mapToObj(i -> new byte[] {input[i]})
                .toList();
    }

    private static byte[] said(List<byte[]> pieces) {
        var listener = new FuzzedListener();
        try (var server = new FuzzedServer(false)) {
            var said = server.converse(pieces, listener);
            assertThat(listener.complaints()).isEmpty();
            assertThat(listener.wasOpened()).isEqualTo(listener.closed() != null);
            return said;
        }
    }
}
