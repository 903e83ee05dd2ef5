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

/**
 * The first handler of a connection that has to be encrypted: lets a TLS handshake begin, and tells a client that speaks
 * anything else that it has to. Confined to the event loop.
 */
public final class TlsEntrance extends ByteToMessageDecoder {
    /** Of a TLS record (RFC 8446, 5.1). */
    private static final int RECORD_HEADER_BYTES = 5;

    private static final String NOT_TLS = "this port speaks TLS: use https or wss";
    private static final byte[] REFUSAL = ("HTTP/1.1 400 Bad Request\r\ncontent-type: text/plain; charset=utf-8\r\n"
                    + "content-length: " + NOT_TLS.length() + "\r\nconnection: close\r\n\r\n" + NOT_TLS)
            .getBytes(StandardCharsets.US_ASCII);

    private final TlsContexts contexts;
    private final Duration handshakeTimeout;
    private boolean refused;

    public TlsEntrance(TlsContexts contexts, Duration handshakeTimeout) {
        this.contexts = contexts;
        this.handshakeTimeout = handshakeTimeout;
    }

    @Override
    protected void decode(ChannelHandlerContext ctx, ByteBuf in, List<Object> out) {
        if (refused) {
            in.skipBytes(in.readableBytes());
        } else if (in.readableBytes() >= RECORD_HEADER_BYTES) {
            if (SslHandler.isEncrypted(in, false)) {
                begin(ctx);
            } else {
                refuse(ctx);
            }
        }
    }

    private void begin(ChannelHandlerContext ctx) {
        var tls = contexts.current().newHandler(ctx.alloc());
        tls.setHandshakeTimeout(handshakeTimeout.toMillis(), TimeUnit.MILLISECONDS);
        ctx.pipeline().addAfter(ctx.name(), null, new TlsEnd());
        ctx.pipeline().replace(this, null, tls);
    }

    /** The client may still be sending: what comes is read and forgotten until it leaves, or its time is over. */
    private void refuse(ChannelHandlerContext ctx) {
        refused = true;
        ctx.writeAndFlush(Unpooled.wrappedBuffer(REFUSAL)).addListener(written -> SecureOutput.end(ctx.channel()));
    }
}
