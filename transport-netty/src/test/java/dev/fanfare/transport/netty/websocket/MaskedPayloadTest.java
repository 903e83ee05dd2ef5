package dev.fanfare.transport.netty.websocket;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.fanfare.core.budget.MemoryGovernor;
import dev.fanfare.core.fake.MessageRecorder;
import dev.fanfare.model.client.CloseReason;
import dev.fanfare.model.http.Headers;
import dev.fanfare.testkit.client.ClientFrame;
import dev.fanfare.transport.netty.deflate.CompressionSettings;
import dev.fanfare.transport.netty.deflate.ExtensionOffer;
import dev.fanfare.transport.netty.deflate.PerMessageDeflate;
import dev.fanfare.transport.netty.loop.EmbeddedLoops;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** A compressed frame whose decompressor stops at any position of the mask (RFC 6455, 5.3). */
class MaskedPayloadTest {
    private static final int MESSAGE_BYTES = 1_000_000;
    private static final int CHUNK_BYTES = 16 * 1024;
    private static final String OFFER = "permessage-deflate";

    private final Random random = new Random(1);
    private final String message = message();
    private final byte[] frame =
            ClientFrame.deflated(ClientFrame.TEXT, message.getBytes(US_ASCII)).bytes();

    @Test
    void frame_consumedAtOddOffsets_isUnmasked() {
        try (var deflate = new PerMessageDeflate(CompressionSettings.DEFAULTS)) {
            var agreement = requireNonNull(deflate.negotiate(requireNonNull(ExtensionOffer.parse(List.of(OFFER)))));
            var assembler =
                    new MessageAssembler(MessageLimits.DEFAULTS, deflate.inflater(agreement, new byte[CHUNK_BYTES]));
            assembler.admit();
            var sink = new RecordingSink(assembler);

            new FrameDecoder(sink, new byte[CHUNK_BYTES], true).decode(Unpooled.wrappedBuffer(frame));

            assertThat(sink.remainders).containsExactly(0, 1, 2, 3);
            assertThat(sink.messages).containsExactly(message);
        }
    }

    @Test
    void frame_inReadsOfAnySize_isDelivered() {
        var webSockets = new WebSockets(WebSocketSettings.DEFAULTS, MemoryGovernor.unlimited());
        var channel = new EmbeddedChannel();
        var listener = new MessageRecorder();
        var acceptance = webSockets.accept(Headers.of(OpeningHandshake.EXTENSIONS, OFFER));
        channel.pipeline().addLast(acceptance.handler(channel, EmbeddedLoops.of(channel), connection -> {
            connection.admit();
            return listener;
        }));

        for (int begin = 0; begin < frame.length; ) {
            int end = Math.min(frame.length, begin + 1 + random.nextInt(2 * CHUNK_BYTES));
            channel.writeInbound(Unpooled.copiedBuffer(frame, begin, end - begin));
            channel.runPendingTasks();
            begin = end;
        }

        assertThat(listener.messages()).containsExactly(message);
        channel.finishAndReleaseAll();
        webSockets.close();
    }

    /** Returns random words, which are compressed to a tenth of their size or less. */
    private String message() {
        var words = new ArrayList<String>();
        for (int i = 0; i < 20; i++) {
            words.add(random.ints(10 + random.nextInt(40), 'a', 'z' + 1)
                    .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                    .toString());
        }
        var text = new StringBuilder();
        while (text.length() < MESSAGE_BYTES) {
            text.append(words.get(random.nextInt(words.size())));
        }
        return text.toString();
    }

    /** Records the positions at which the decompressor stopped, modulo 4. */
    private static final class RecordingSink implements FrameDecoder.Sink {
        final Set<Integer> remainders = new TreeSet<>();
        final List<String> messages = new ArrayList<>();
        private final MessageAssembler assembler;
        private int position;

        RecordingSink(MessageAssembler assembler) {
            this.assembler = assembler;
        }

        @Override
        public boolean mayContinue() {
            return true;
        }

        @Override
        public void onDataFrame(int opcode, boolean compressed, long length) {
            assertThat(assembler.begin(opcode, compressed, length)).isTrue();
        }

        @Override
        public int onData(byte[] bytes, int length) {
            int consumed = assembler.add(bytes, length);
            assertThat(consumed).isPositive();
            position += consumed;
            remainders.add(position % 4);
            return consumed;
        }

        @Override
        public void onMessageEnd() {
            messages.add(requireNonNull(assembler.finish()).text());
        }

        @Override
        public void onControl(int opcode, byte[] payload) {
            throw new AssertionError("no control frame was sent");
        }

        @Override
        public void onViolation(CloseReason reason) {
            throw new AssertionError(reason);
        }
    }
}
