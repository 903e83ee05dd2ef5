package dev.fanfare.transport.netty.tls;

import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import io.netty.handler.codec.DecoderException;
import io.netty.handler.ssl.SslHandler;
import java.io.IOException;

/** Hides from later handlers how an encrypted connection ends. Confined to the connection's event loop. */
final class TlsCloseHandler extends ChannelDuplexHandler {
    /** Unwraps I/O errors, so that they are handled as for any other connection. */
    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable failure) {
        boolean wrapped = failure instanceof DecoderException && failure.getCause() instanceof IOException;
        ctx.fireExceptionCaught(wrapped ? failure.getCause() : failure);
    }

    /** Skips close_notify if the peer reads nothing, because Netty would wait for the write. */
    @Override
    public void close(ChannelHandlerContext ctx, ChannelPromise promise) {
        var tls = ctx.pipeline().context(SslHandler.class);
        if (tls == null || ctx.channel().isWritable()) {
            ctx.close(promise);
        } else {
            tls.close(promise);
        }
    }
}
