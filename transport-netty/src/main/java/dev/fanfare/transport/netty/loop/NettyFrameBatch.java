package dev.fanfare.transport.netty.loop;

import dev.fanfare.core.transport.FrameBatch;
import dev.fanfare.core.transport.UnsentBytes;
import io.netty.buffer.ByteBuf;
import java.util.List;

/** Frames joined in a direct buffer. Confined to the event loop. */
public final class NettyFrameBatch extends FrameBatch {
    private final ByteBuf buffer;
    private final int size;
    private final List<PartBuffer> sharedParts;

    NettyFrameBatch(ByteBuf buffer, List<PartBuffer> sharedParts) {
        this.buffer = buffer;
        this.size = buffer.readableBytes();
        this.sharedParts = sharedParts;
    }

    /** Returns a view of the buffer for one connection, which the write releases. Views are pooled. */
    public ByteBuf share() {
        return buffer.retainedDuplicate();
    }

    @Override
    public int size() {
        return size;
    }

    @Override
    public List<? extends UnsentBytes> sharedParts() {
        return sharedParts;
    }

    @Override
    public void close() {
        buffer.release();
    }
}
