package dev.fanfare.transport.netty.http;

import dev.fanfare.model.http.Headers;
import dev.fanfare.model.http.HttpResponse;
import dev.fanfare.transport.netty.tls.SecureOutput;
import dev.fanfare.transport.netty.websocket.OpeningHandshake;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.DefaultHttpContent;
import io.netty.handler.codec.http.DefaultHttpResponse;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpVersion;

/** Converts responses of core to Netty messages and writes them. Thread-safe. */
final class ResponseWriter {
    private ResponseWriter() {}

    /**
     * Writes the response. Unless the connection is kept alive, ends its sending half afterwards. The receiving half stays open
     * for a while: closing it while the client sends would reset the connection, and the client could lose the response
     * (RFC 9112, 9.6).
     */
    static ChannelFuture write(ChannelHandlerContext ctx, HttpResponse response, boolean head, boolean keepAlive) {
        return endUnless(keepAlive, ctx, ctx.writeAndFlush(toNetty(response, head, keepAlive)));
    }

    /** Writes the response with a body that is sent in pieces, as {@link #write} does. */
    static ChannelFuture write(
            ChannelHandlerContext ctx, HttpResponse response, PiecewiseBody body, boolean keepAlive) {
        var head = new DefaultHttpResponse(HttpVersion.HTTP_1_1, HttpResponseStatus.valueOf(response.status()));
        setFields(head, response, keepAlive);
        head.headers().set(HttpHeaderNames.CONTENT_LENGTH, response.length());
        ctx.write(head);
        return endUnless(keepAlive, ctx, body.write(ctx));
    }

    private static ChannelFuture endUnless(boolean keepAlive, ChannelHandlerContext ctx, ChannelFuture written) {
        if (!keepAlive) {
            written.addListener(done -> SecureOutput.end(ctx.channel()));
        }
        return written;
    }

    /** Whether the response has a body, unless it answers a HEAD request (RFC 9112, 6.3). */
    static boolean hasBody(HttpResponse response) {
        return response.length() > 0 && response.status() != 204 && response.status() != 304;
    }

    /** Rejects a request and ends the connection. */
    static void reject(ChannelHandlerContext ctx, HttpResponse response) {
        write(
                ctx,
                switch (response.status()) {
                    // RFC 9110, 15.5.6
                    case 405 -> response.with("allow", "GET");
                    // RFC 6455, 4.4: the response lists the supported version.
                    case 426 ->
                        response.with("sec-websocket-version", OpeningHandshake.VERSION)
                                .with("upgrade", "websocket");
                    default -> response;
                },
                false,
                false);
    }

    /** The 101 of the opening handshake (RFC 6455, 4.2.2). */
    static FullHttpResponse switching(String accept, Headers headers) {
        var response = new DefaultFullHttpResponse(
                HttpVersion.HTTP_1_1, HttpResponseStatus.SWITCHING_PROTOCOLS, Unpooled.EMPTY_BUFFER);
        response.headers()
                .set(HttpHeaderNames.UPGRADE, HttpHeaderValues.WEBSOCKET)
                .set(HttpHeaderNames.CONNECTION, HttpHeaderValues.UPGRADE)
                .set(HttpHeaderNames.SEC_WEBSOCKET_ACCEPT, accept);
        headers.forEach(response.headers()::add);
        return response;
    }

    /**
     * Writes the start of a streaming response. The body is chunked, or else ends with the connection (RFC 9112, 6.3). No
     * request follows.
     */
    static void beginStream(ChannelHandlerContext ctx, HttpResponse response, boolean chunks) {
        var head = new DefaultHttpResponse(HttpVersion.HTTP_1_1, HttpResponseStatus.valueOf(response.status()));
        setFields(head, response, false);
        if (chunks) {
            head.headers().set(HttpHeaderNames.TRANSFER_ENCODING, HttpHeaderValues.CHUNKED);
        }
        ctx.write(head, ctx.voidPromise());
        ctx.writeAndFlush(new DefaultHttpContent(Unpooled.wrappedBuffer(response.body())), ctx.voidPromise());
    }

    /** Answers a HEAD request to a stream, and ends the connection as {@link #write} does. */
    static void headOfStream(ChannelHandlerContext ctx, HttpResponse response) {
        var head = new DefaultFullHttpResponse(
                HttpVersion.HTTP_1_1, HttpResponseStatus.valueOf(response.status()), Unpooled.EMPTY_BUFFER);
        setFields(head, response, false);
        ctx.writeAndFlush(head).addListener(done -> SecureOutput.end(ctx.channel()));
    }

    private static FullHttpResponse toNetty(HttpResponse response, boolean head, boolean keepAlive) {
        var status = HttpResponseStatus.valueOf(response.status());
        var body = head ? Unpooled.EMPTY_BUFFER : Unpooled.wrappedBuffer(response.body());
        var netty = new DefaultFullHttpResponse(HttpVersion.HTTP_1_1, status, body);
        setFields(netty, response, keepAlive);
        if (hasLength(response)) {
            netty.headers().set(HttpHeaderNames.CONTENT_LENGTH, response.length());
        }
        return netty;
    }

    private static void setFields(
            io.netty.handler.codec.http.HttpResponse netty, HttpResponse response, boolean keepAlive) {
        response.headers().forEach(netty.headers()::add);
        netty.headers()
                .set(HttpHeaderNames.DATE, HttpDate.now())
                .set(HttpHeaderNames.CONNECTION, keepAlive ? HttpHeaderValues.KEEP_ALIVE : HttpHeaderValues.CLOSE);
    }

    /** RFC 9110, 8.6: a 204 has no Content-Length; that of a 304 is the length of the corresponding 200, if known. */
    private static boolean hasLength(HttpResponse response) {
        return switch (response.status()) {
            case 204 -> false;
            case 304 -> response.length() > 0;
            default -> true;
        };
    }
}
