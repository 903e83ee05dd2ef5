package dev.fanfare.transport.netty.loop;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fanfare.core.transport.Frame;
import dev.fanfare.core.transport.MessagePart;
import dev.fanfare.core.transport.MessageParts;
import dev.fanfare.model.channel.Kind;
import io.netty.buffer.ByteBufUtil;
import io.netty.channel.embedded.EmbeddedChannel;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The buffers of message parts that the connections of a loop share. */
class PartBuffersTest {
    private static final int SIZE = MessagePart.MIN_SHARED_BYTES;

    private final EmbeddedChannel channel = new EmbeddedChannel();
    private final NettyEventLoop loop = EmbeddedLoops.of(channel);
    private final MessagePart part = MessagePart.shared(bytes(SIZE, 's'));

    @AfterEach
    void close() {
        channel.finishAndReleaseAll();
    }

    @Test
    void framesWithParts_areJoinedInOrder() {
        var other = MessagePart.shared(bytes(SIZE + 1, 't'));
        var frames = List.of(
                Frame.of(bytes(3, 'a')),
                frame(part, MessagePart.own(bytes(2, 'b')), other, part),
                frame(MessagePart.own(bytes(0, 'c'))),
                frame(MessagePart.shared(bytes(SIZE - 1, 'd')), other),
                Frame.of(bytes(1, 'e')));

        try (var batch = join(frames)) {
            var all = batch.share();
            var expected = new StringBuilder();
            frames.forEach(frame -> expected.append(ByteBufUtil.hexDump(frame.bytes())));
            assertThat(ByteBufUtil.hexDump(all)).isEqualTo(expected.toString());
            assertThat(batch.size()).isEqualTo(all.readableBytes());
            assertThat(all.isDirect())
                    .as("so that the transport does not copy it")
                    .isTrue();
            all.release();
        }
    }

    @Test
    void part_inSeveralOpenBatches_hasOneBuffer() {
        try (var first = join(List.of(frame(part)));
                var second = join(List.of(frame(part)))) {
            var buffer = first.sharedParts().getFirst();

            assertThat(second.sharedParts().getFirst()).isSameAs(buffer);
            assertThat(buffer.size()).isEqualTo(SIZE);
        }
    }

    @Test
    void part_ofABatchThatIsUnsent_keepsItsBuffer() {
        var first = join(List.of(frame(part)));
        var unsent = first.share();
        first.close();
        try (var second = join(List.of(frame(part)))) {
            assertThat(second.sharedParts()).isEqualTo(first.sharedParts());
        }
        assertThat(unsent.refCnt()).isOne();
        unsent.release();
        try (var third = join(List.of(frame(part)))) {
            assertThat(third.sharedParts()).isNotEqualTo(first.sharedParts());
            assertThat(third.size()).isEqualTo(1 + SIZE);
        }
    }

    @Test
    void batch_withoutSharedParts_isOneBuffer() {
        try (var batch = join(List.of(frame(MessagePart.own(bytes(SIZE, 'o')))))) {
            var all = batch.share();
            assertThat(batch.sharedParts()).isEmpty();
            assertThat(all.nioBufferCount()).isOne();
            all.release();
        }
    }

    private NettyFrameBatch join(List<Frame> frames) {
        return (NettyFrameBatch) loop.join(frames);
    }

    private static Frame frame(MessagePart... parts) {
        return Frame.of(bytes(1, 'h'), new MessageParts(Kind.TEXT, List.of(parts)));
    }

    private static byte[] bytes(int size, char content) {
        var bytes = new byte[size];
        Arrays.fill(bytes, (byte) content);
        return bytes;
    }
}
