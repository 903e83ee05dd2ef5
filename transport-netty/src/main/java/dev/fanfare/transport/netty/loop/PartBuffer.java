package dev.fanfare.transport.netty.loop;

import dev.fanfare.core.transport.UnsentBytes;
import io.netty.buffer.ByteBuf;

/** The buffer of a shared message part. Confined to the event loop. */
final class PartBuffer extends UnsentBytes {
    private final ByteBuf buffer;
    private final int size;

    PartBuffer(ByteBuf buffer) {
        this.buffer = buffer;
        this.size = buffer.readableBytes();
    }

    /** Returns true until the last batch that contains the part is released. */
    boolean isOpen() {
        return buffer.refCnt() > 0;
    }

    /** Returns a view for one more batch, which the batch releases. */
    ByteBuf share() {
        return buffer.retainedDuplicate();
    }

    @Override
    public int size() {
        return size;
    }
}
