package dev.fanfare.transport.netty.http;

import dev.fanfare.core.transport.ConnectionListener;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.util.ReferenceCountUtil;
import java.io.IOException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The end of the pipeline while a response streams: tells of writability and of the client's leaving, and forgets what the
 * client sends. Confined to the event loop.
 */
final class HttpStreamHandler extends ChannelInboundHandlerAdapter {
    private static final Logger LOG = LoggerFactory.getLogger(HttpStreamHandler.class);

    /** What a client may send behind its request, which nobody will answer. */
    private static final int MAX_IGNORED_BYTES = 64 * 1024;

    private final HttpStreamConnection connection;
    private @Nullable ConnectionListener listener;
    private int ignoredBytes;

    HttpStreamHandler(HttpStreamConnection connection, ConnectionListener listener) {
        this.connection = connection;
        this.listener = listener;
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        // Raw, for the decoder is gone; what it had parsed before is one read at most.
        ignoredBytes += message instanceof ByteBuf bytes ? bytes.readableBytes() : 0;
        ReferenceCountUtil.release(message);
        if (ignoredBytes > MAX_IGNORED_BYTES) {
            LOG.debug("{} sends too much behind its request", ctx.channel().remoteAddress());
            ctx.close();
        }
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext ctx) {
        if (listener != null && ctx.channel().isWritable()) {
            listener.onWritable();
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        var ended = listener;
        listener = null;
        if (ended != null) {
            ended.onClosed(connection.endReason());
        }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable failure) {
        if (failure instanceof IOException) {
            LOG.debug("connection lost: {}", failure.toString());
        } else {
            LOG.error("a stream to {} failed and is closed", ctx.channel().remoteAddress(), failure);
        }
        ctx.close();
    }
}
