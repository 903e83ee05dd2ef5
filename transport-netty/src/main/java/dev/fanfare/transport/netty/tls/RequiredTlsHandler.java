package dev.fanfare.transport.netty.tls;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.ByteToMessageDecoder;
import io.netty.handler.ssl.SslHandler;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The first handler of a connection that must be encrypted. Starts the TLS handshake, or answers any other protocol with a 400
 * response. Confined to the connection's event loop.
 */
public final class RequiredTlsHandler extends ByteToMessageDecoder {
    /** Length of the header of a TLS record (RFC 8446, 5.1). */
    private static final int RECORD_HEADER_BYTES = 5;

    private static final Logger LOG = LoggerFactory.getLogger(RequiredTlsHandler.class);
    private static final String NOT_TLS = "this port requires TLS: use https or wss";
    private static final byte[] RESPONSE = ("HTTP/1.1 400 Bad Request\r\ncontent-type: text/plain; charset=utf-8\r\n"
                    + "content-length: " + NOT_TLS.length() + "\r\nconnection: close\r\n\r\n" + NOT_TLS)
            .getBytes(StandardCharsets.US_ASCII);

    private final TlsContexts contexts;
    private final Duration handshakeTimeout;
    private boolean rejected;

    public RequiredTlsHandler(TlsContexts contexts, Duration handshakeTimeout) {
        this.contexts = contexts;
        this.handshakeTimeout = handshakeTimeout;
    }

    @Override
    protected void decode(ChannelHandlerContext ctx, ByteBuf in, List<Object> out) {
        if (rejected) {
            in.skipBytes(in.readableBytes());
        } else if (in.readableBytes() >= RECORD_HEADER_BYTES) {
            if (SslHandler.isEncrypted(in, false)) {
                begin(ctx);
            } else {
                reject(ctx);
            }
        }
    }

    private void begin(ChannelHandlerContext ctx) {
        var tls = contexts.newHandler(ctx.alloc());
        tls.setHandshakeTimeout(handshakeTimeout.toMillis(), TimeUnit.MILLISECONDS);
        ctx.pipeline().addAfter(ctx.name(), null, new TlsCloseHandler());
        ctx.pipeline().addAfter(ctx.name(), null, tls);
        ctx.pipeline().replace(this, null, new RenegotiationGuard());
    }

    /** Input is discarded until the client disconnects or the handshake times out. */
    private void reject(ChannelHandlerContext ctx) {
        rejected = true;
        LOG.debug("rejecting a connection of {} without TLS", ctx.channel().remoteAddress());
        ctx.writeAndFlush(Unpooled.wrappedBuffer(RESPONSE)).addListener(written -> SecureOutput.end(ctx.channel()));
    }
}
