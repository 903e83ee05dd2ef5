package dev.fanfare.transport.netty.loop;

import dev.fanfare.core.transport.Frame;
import dev.fanfare.core.transport.FrameBatch;
import dev.fanfare.core.transport.MessagePart;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.CompositeByteBuf;
import io.netty.buffer.UnpooledByteBufAllocator;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.WeakHashMap;

/**
 * Joins frames with shared parts. A part is copied into a buffer once for all batches that contain it at the same time.
 * Confined to one event loop.
 */
final class PartBuffers {
    private final ByteBufAllocator allocator;
    /** Contains buffers that have been released until their part is garbage-collected or sent again. */
    private final Map<MessagePart, PartBuffer> buffers = new WeakHashMap<>();

    PartBuffers(ByteBufAllocator allocator) {
        this.allocator = allocator;
    }

    FrameBatch join(List<Frame> frames) {
        var joining = new Joining(allocator.compositeDirectBuffer(Integer.MAX_VALUE));
        try {
            for (var frame : frames) {
                joining.own(frame.head());
                for (var part : frame.parts()) {
                    if (part.isShared()) {
                        joining.shared(part);
                    } else {
                        joining.own(part.bytes());
                    }
                }
            }
            return joining.end();
        } catch (Throwable failure) {
            joining.all.release();
            throw failure;
        }
    }

    /** A batch in progress. */
    private final class Joining {
        private final CompositeByteBuf all;
        private final List<PartBuffer> shared = new ArrayList<>(1);
        private final List<byte[]> own = new ArrayList<>();
        private int ownBytes;

        Joining(CompositeByteBuf all) {
            this.all = all;
        }

        void own(byte[] bytes) {
            own.add(bytes);
            ownBytes += bytes.length;
        }

        void shared(MessagePart part) {
            copyOwn();
            var known = buffers.get(part);
            if (known != null && known.isOpen()) {
                all.addComponent(true, known.share());
            } else {
                var buffer = copyOf(part);
                all.addComponent(true, buffer);
                known = new PartBuffer(buffer);
                buffers.put(part, known);
            }
            shared.add(known);
        }

        FrameBatch end() {
            copyOwn();
            return new NettyFrameBatch(all, shared);
        }

        private void copyOwn() {
            if (ownBytes > 0) {
                var buffer = allocator.directBuffer(ownBytes, ownBytes);
                own.forEach(buffer::writeBytes);
                all.addComponent(true, buffer);
            }
            own.clear();
            ownBytes = 0;
        }
    }

    /** The buffer is not pooled, because a pool would reuse the object after its release, which {@link PartBuffer} detects. */
    private static ByteBuf copyOf(MessagePart part) {
        return UnpooledByteBufAllocator.DEFAULT
                .directBuffer(part.size(), part.size())
                .writeBytes(part.bytes());
    }
}
