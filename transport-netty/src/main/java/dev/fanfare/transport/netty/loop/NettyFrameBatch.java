package dev.fanfare.transport.netty.loop;

import dev.fanfare.core.transport.FrameBatch;
import io.netty.buffer.ByteBuf;

/** Frames joined in a direct buffer. Confined to the event loop. */
public final class NettyFrameBatch extends FrameBatch {
    private final ByteBuf buffer;

    NettyFrameBatch(ByteBuf buffer) {
        this.buffer = buffer;
    }

    /** Returns a view of the buffer for one connection, which the write releases. Views are pooled. */
    public ByteBuf share() {
        return buffer.retainedDuplicate();
    }

    @Override
    public int size() {
        return buffer.readableBytes();
    }

    @Override
    public void close() {
        buffer.release();
    }
}
