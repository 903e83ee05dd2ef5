package dev.fanfare.transport.netty.http;

import dev.fanfare.core.port.Scheduler.Cancellable;
import dev.fanfare.core.transport.HttpHandler;
import dev.fanfare.core.transport.HttpResponse;
import dev.fanfare.transport.netty.loop.NettyEventLoop;
import dev.fanfare.transport.netty.websocket.OpeningHandshake;
import dev.fanfare.transport.netty.websocket.WebSockets;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.group.ChannelGroup;
import io.netty.handler.codec.DecoderException;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.handler.codec.http.TooLongHttpHeaderException;
import io.netty.handler.codec.http.TooLongHttpLineException;
import io.netty.util.ReferenceCountUtil;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Queue;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One HTTP/1.1 connection: collects a request, lets the handler answer it, goes on with the next. What a client sends
 * ahead waits unread. Confined to the event loop.
 */
public final class HttpConnectionHandler extends ChannelInboundHandlerAdapter {
    /** What the transport tells its connections. */
    public enum Event {
        /** The request that is under way, if there is one, is the last. */
        LAST_REQUEST
    }

    private static final Logger LOG = LoggerFactory.getLogger(HttpConnectionHandler.class);

    private final NettyEventLoop loop;
    private final HttpSettings http;
    private final WebSockets webSockets;
    private final HttpHandler handler;
    private final ChannelGroup requests;
    /** Parsed, or after an upgrade raw, while an exchange waits for its answer. */
    private final Queue<Object> ahead = new ArrayDeque<>();

    private @Nullable RequestInArrival arriving;
    private @Nullable NettyHttpExchange exchange;
    private @Nullable Cancellable deadline;
    /** The last response is written; what still comes is read and forgotten until the client closes. */
    private boolean ending;

    private boolean goingOn;
    private boolean lastRequest;

    public HttpConnectionHandler(
            NettyEventLoop loop, HttpSettings http, WebSockets webSockets, HttpHandler handler, ChannelGroup requests) {
        this.loop = loop;
        this.http = http;
        this.webSockets = webSockets;
        this.handler = handler;
        this.requests = requests;
    }

    @Override
    public void handlerAdded(ChannelHandlerContext ctx) {
        startDeadline(ctx);
    }

    @Override
    public void handlerRemoved(ChannelHandlerContext ctx) {
        stopDeadline();
        requests.remove(ctx.channel());
        ahead.forEach(ReferenceCountUtil::release);
        ahead.clear();
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        if (exchange != null) {
            ahead.add(message);
        } else {
            take(ctx, message);
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        stopDeadline();
        if (exchange != null) {
            exchange.abandon();
        }
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
        if (event == Event.LAST_REQUEST) {
            lastRequest = true;
            if (exchange == null && arriving == null && !ending) {
                ctx.close();
            }
        }
        ctx.fireUserEventTriggered(event);
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable failure) {
        if (failure instanceof IOException || failure instanceof DecoderException) {
            // The client's doing: it went, or sent more requests ahead than the codec takes.
            LOG.debug("connection lost: {}", failure.toString());
        } else {
            LOG.error(
                    "an HTTP connection of {} failed and is closed",
                    ctx.channel().remoteAddress(),
                    failure);
        }
        ctx.close();
    }

    private void take(ChannelHandlerContext ctx, Object message) {
        try {
            if (ending) {
                return;
            }
            if (message instanceof HttpRequest head) {
                begin(ctx, head);
            }
            if (message instanceof HttpContent content && arriving != null && !ending) {
                collect(ctx, content, arriving);
            }
        } finally {
            ReferenceCountUtil.release(message);
        }
    }

    private void begin(ChannelHandlerContext ctx, HttpRequest head) {
        var failure = head.decoderResult().cause();
        if (failure instanceof TooLongHttpLineException) {
            refuse(ctx, 414, "the request line is longer than " + http.maxLineBytes() + " bytes");
        } else if (failure instanceof TooLongHttpHeaderException) {
            refuse(ctx, 431, "the header fields are longer than " + http.maxHeaderBytes() + " bytes");
        } else if (failure != null) {
            refuse(ctx, 400, "not an HTTP/1.1 request");
        } else {
            arriving = new RequestInArrival(head, http.maxBodyBytes());
            if (HttpUtil.is100ContinueExpected(head)) {
                ctx.writeAndFlush(new DefaultFullHttpResponse(HttpVersion.HTTP_1_1, HttpResponseStatus.CONTINUE));
            }
        }
    }

    private void collect(ChannelHandlerContext ctx, HttpContent content, RequestInArrival request) {
        if (content.decoderResult().isFailure()) {
            refuse(ctx, 400, "the request's body is malformed");
        } else if (!request.add(content.content())) {
            refuse(ctx, 413, "the request's body is longer than " + http.maxBodyBytes() + " bytes");
        } else if (content instanceof LastHttpContent) {
            arriving = null;
            dispatch(ctx, request);
        }
    }

    private void dispatch(ChannelHandlerContext ctx, RequestInArrival arrived) {
        var request = arrived.toRequest(ctx.channel().remoteAddress());
        boolean asksUpgrade = OpeningHandshake.isAsked(request.headers());
        if (!arrived.hasLawfulTarget()) {
            refuse(ctx, 400, "the request's target is no path");
            return;
        }
        if (!arrived.namesItsHost()) {
            refuse(ctx, 400, "exactly one Host header is needed");
            return;
        }
        var fault = arrived.handshakeFault(request);
        if (fault != null) {
            refuse(ctx, fault.status(), fault.reason());
            return;
        }
        var current = new NettyHttpExchange(ctx, loop, webSockets, request, arrived.keepAlive(), asksUpgrade, this);
        exchange = current;
        ctx.channel().config().setAutoRead(false);
        startDeadline(ctx);
        if (asksUpgrade) {
            // Bytes behind the handshake are no HTTP: without the codec they come here raw, and wait.
            ctx.pipeline().remove(HttpServerCodec.class);
        }
        try {
            handler.handle(current);
        } catch (RuntimeException bug) {
            LOG.error("{} {} failed", request.method(), request.path(), bug);
            if (!current.isAnswered()) {
                current.respond(HttpResponse.text(500, "internal error"));
            }
        }
    }

    /** False when the connection ends behind the next response. */
    boolean mayGoOn() {
        return !lastRequest;
    }

    /** The response is on its way; the client has as long to take it as it had to ask. */
    void onResponding(ChannelHandlerContext ctx) {
        startDeadline(ctx);
    }

    /** The exchange is over, and the connection goes on or ends. */
    void onAnswered(ChannelHandlerContext ctx, boolean keepAlive) {
        if (keepAlive && lastRequest) {
            ctx.close();
            return;
        }
        exchange = null;
        ending = !keepAlive;
        startDeadline(ctx);
        if (!goingOn) {
            goOn(ctx);
        }
    }

    /** Takes what was sent ahead, request by request: an answer given at once comes back here and must not nest. */
    private void goOn(ChannelHandlerContext ctx) {
        goingOn = true;
        while (exchange == null && !ahead.isEmpty()) {
            take(ctx, ahead.remove());
        }
        goingOn = false;
        if (exchange == null) {
            ctx.channel().config().setAutoRead(true);
        }
    }

    /** What arrived behind the handshake, raw and in order; the caller releases it. */
    Queue<ByteBuf> takeRaw() {
        var raw = new ArrayDeque<ByteBuf>();
        ahead.removeIf(message -> message instanceof ByteBuf bytes && raw.add(bytes));
        return raw;
    }

    private void refuse(ChannelHandlerContext ctx, int status, String reason) {
        ending = true;
        arriving = null;
        startDeadline(ctx);
        ResponseWriter.writeLast(ctx, HttpResponse.text(status, reason), status == 426);
    }

    private void startDeadline(ChannelHandlerContext ctx) {
        stopDeadline();
        deadline = loop.schedule(http.handshakeTimeout(), () -> onDeadline(ctx));
    }

    private void stopDeadline() {
        if (deadline != null) {
            deadline.cancel();
            deadline = null;
        }
    }

    private void onDeadline(ChannelHandlerContext ctx) {
        if (exchange != null && !exchange.isAnswered()) {
            LOG.warn("nobody answered {} in {}", exchange.request().path(), http.handshakeTimeout());
            exchange.respond(HttpResponse.text(503, "no answer in time"));
        } else if (arriving != null) {
            refuse(ctx, 408, "the request took longer than " + http.handshakeTimeout());
        } else {
            ctx.close();
        }
    }
}
