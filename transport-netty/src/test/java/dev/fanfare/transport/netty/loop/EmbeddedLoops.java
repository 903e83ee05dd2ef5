package dev.fanfare.transport.netty.loop;

import io.netty.channel.embedded.EmbeddedChannel;

/** Creates loops for channels without sockets. */
public final class EmbeddedLoops {
    private EmbeddedLoops() {}

    /** Returns the loop of this channel. */
    public static NettyEventLoop of(EmbeddedChannel channel) {
        return new NettyEventLoop(channel.eventLoop(), channel.alloc());
    }
}
