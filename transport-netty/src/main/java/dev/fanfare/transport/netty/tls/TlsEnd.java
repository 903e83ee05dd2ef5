package dev.fanfare.transport.netty.tls;

import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import io.netty.handler.codec.DecoderException;
import io.netty.handler.ssl.SslHandler;
import java.io.IOException;

/** How an encrypted connection ends, to those who know nothing of TLS. Confined to the event loop. */
final class TlsEnd extends ChannelDuplexHandler {
    /** Takes the wrapping from what breaks the connection: it is lost, as any other one is. */
    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable failure) {
        boolean wrapped = failure instanceof DecoderException && failure.getCause() instanceof IOException;
        ctx.fireExceptionCaught(wrapped ? failure.getCause() : failure);
    }

    /** A peer that takes nothing would not get TLS's farewell, either, which Netty would wait for. */
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
