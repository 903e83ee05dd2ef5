package dev.fanfare.transport.netty.http;

import dev.fanfare.core.transport.ConnectionListener;
import dev.fanfare.model.client.CloseReason;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.util.ReferenceCountUtil;
import java.io.IOException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The last handler of the pipeline during a streaming response. Reports writability and disconnects, and discards input.
 * Confined to the connection's event loop.
 */
final class HttpStreamHandler extends ChannelInboundHandlerAdapter {
    private static final Logger LOG = LoggerFactory.getLogger(HttpStreamHandler.class);

    /** Input after the request is discarded up to this limit; more closes the connection. */
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
        // Raw, because the decoder has been removed. Messages that it had parsed before amount to one read at most.
        ignoredBytes += message instanceof ByteBuf bytes ? bytes.readableBytes() : 0;
        ReferenceCountUtil.release(message);
        if (ignoredBytes > MAX_IGNORED_BYTES) {
            LOG.debug(
                    "closing the stream of {}: more than {} bytes arrived after the request",
                    ctx.channel().remoteAddress(),
                    MAX_IGNORED_BYTES);
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
    public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
        if (event instanceof HttpStreamConnection.Shed shed) {
            LOG.debug("closing the stream of {}: {}", ctx.channel().remoteAddress(), shed.reason());
            connection.close(shed.reason());
            end(shed.reason());
        } else {
            ctx.fireUserEventTriggered(event);
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        end(connection.endReason());
    }

    private void end(CloseReason reason) {
        var ended = listener;
        listener = null;
        if (ended != null) {
            ended.onClosed(reason);
        }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable failure) {
        if (failure instanceof IOException) {
            LOG.debug("stream of {} lost: {}", ctx.channel().remoteAddress(), failure.toString());
        } else {
            LOG.error(
                    "closing the stream of {} after an unexpected exception",
                    ctx.channel().remoteAddress(),
                    failure);
        }
        ctx.close();
    }
}
