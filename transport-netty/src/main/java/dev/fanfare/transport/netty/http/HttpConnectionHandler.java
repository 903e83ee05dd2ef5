package dev.fanfare.transport.netty.http;

import dev.fanfare.core.transport.HttpHandler;
import dev.fanfare.model.http.HttpResponse;
import dev.fanfare.transport.netty.http.PhaseTimer.Phase;
import dev.fanfare.transport.netty.loop.NettyEventLoop;
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
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.handler.codec.http.TooLongHttpHeaderException;
import io.netty.handler.codec.http.TooLongHttpLineException;
import io.netty.util.ReferenceCountUtil;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Objects;
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

    /** RFC 9110, 9.3.7: nothing but that the server is there. */
    private static final HttpHandler OPTIONS_OF_SERVER = exchange -> exchange.respond(HttpResponse.text(200, ""));

    private final NettyEventLoop loop;
    private final HttpSettings http;
    private final WebSockets webSockets;
    private final HttpHandler handler;
    private final ChannelGroup requests;
    /** Parsed, or after an upgrade raw, while an exchange waits for its answer. */
    private final Queue<Object> ahead = new ArrayDeque<>();

    private @Nullable RequestInArrival arriving;
    private @Nullable NettyHttpExchange exchange;
    private @Nullable PhaseTimer timer;
    private @Nullable RequestDecoder decoder;
    private int begun;
    /** What of the response the client had not taken when that was looked at last. */
    private long untaken;
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
        decoder = ctx.pipeline().get(RequestDecoder.class);
        timer = new PhaseTimer(loop, http.times(), phase -> onLate(ctx, phase));
        timer.enter(Phase.HEAD);
    }

    @Override
    public void handlerRemoved(ChannelHandlerContext ctx) {
        timer().stop();
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
    public void channelReadComplete(ChannelHandlerContext ctx) {
        if (timer().phase() == Phase.IDLE && isWithinHead()) {
            timer().enter(Phase.HEAD);
        }
        ctx.fireChannelReadComplete();
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        timer().stop();
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
        if (failure != null) {
            refuse(ctx, failure, "not an HTTP/1.1 request");
            return;
        }
        begun++;
        var request = new RequestInArrival(head, http.limits().maxBodyBytes());
        var fault = request.fault();
        if (fault != null) {
            refuse(ctx, fault.status(), fault.reason());
            return;
        }
        arriving = request;
        timer().enter(Phase.BODY);
        if (request.waitsForContinue()) {
            ctx.writeAndFlush(new DefaultFullHttpResponse(HttpVersion.HTTP_1_1, HttpResponseStatus.CONTINUE));
        }
    }

    private void collect(ChannelHandlerContext ctx, HttpContent content, RequestInArrival request) {
        if (content.decoderResult().isFailure()) {
            refuse(ctx, content.decoderResult().cause(), "the request's body is malformed");
        } else if (!request.add(content.content())) {
            refuse(
                    ctx,
                    413,
                    "the request's body is longer than " + http.limits().maxBodyBytes() + " bytes");
        } else if (content instanceof LastHttpContent) {
            arriving = null;
            dispatch(ctx, request);
        }
    }

    private void dispatch(ChannelHandlerContext ctx, RequestInArrival arrived) {
        var current = new NettyHttpExchange(ctx, loop, webSockets, arrived, this);
        exchange = current;
        ctx.channel().config().setAutoRead(false);
        timer().enter(current.isUpgrade() ? Phase.ACCEPT : Phase.ANSWER);
        if (current.isUpgrade()) {
            // Bytes behind the handshake are no HTTP: without the codec they come here raw, and wait.
            ctx.pipeline().remove(RequestDecoder.class);
        }
        try {
            (arrived.asksServer() ? OPTIONS_OF_SERVER : handler).handle(current);
        } catch (RuntimeException bug) {
            var request = current.request();
            LOG.error("{} {} failed", request.method(), request.path(), bug);
            if (!current.isAnswered()) {
                current.respond(HttpResponse.text(500, "internal error"));
            }
        }
    }

    /** False when the connection ends behind the next response. */
    boolean mayGoOn() {
        return !lastRequest && begun < http.limits().maxRequests();
    }

    /** The response is on its way. */
    void onResponding() {
        untaken = 0;
        timer().enter(Phase.RESPONSE);
    }

    /** The exchange is over, and the connection goes on or ends. */
    void onAnswered(ChannelHandlerContext ctx, boolean keepAlive) {
        if (keepAlive && lastRequest) {
            ctx.close();
            return;
        }
        exchange = null;
        ending = !keepAlive;
        if (keepAlive) {
            timer().enter(isWithinHead() ? Phase.HEAD : Phase.IDLE);
        }
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

    private void refuse(ChannelHandlerContext ctx, Throwable failure, String otherwise) {
        if (failure instanceof RejectedRequestException refused) {
            refuse(ctx, refused.status(), refused.reason());
        } else if (failure instanceof TooLongHttpLineException) {
            refuse(ctx, 414, "the request line is longer than " + http.limits().maxLineBytes() + " bytes");
        } else if (failure instanceof TooLongHttpHeaderException) {
            refuse(
                    ctx,
                    431,
                    "the header fields are longer than " + http.limits().maxHeaderBytes() + " bytes");
        } else {
            refuse(ctx, 400, otherwise);
        }
    }

    private void refuse(ChannelHandlerContext ctx, int status, String reason) {
        ending = true;
        arriving = null;
        onResponding();
        ResponseWriter.refuse(ctx, status, reason);
    }

    private boolean isWithinHead() {
        return decoder != null && decoder.isWithinHead();
    }

    private void onLate(ChannelHandlerContext ctx, Phase phase) {
        switch (phase) {
            case HEAD -> {
                if (isWithinHead()) {
                    refuse(ctx, 408, "the request's head took longer than " + timer().limit(phase));
                } else {
                    ctx.close();
                }
            }
            case BODY -> refuse(ctx, 408, "the request took longer than " + timer().limit(phase));
            case ACCEPT, ANSWER -> unanswered(timer().limit(phase));
            case RESPONSE -> goOnWhileItIsTaken(ctx);
            case IDLE -> ctx.close();
        }
    }

    private void unanswered(Duration limit) {
        if (exchange != null && !exchange.isAnswered()) {
            LOG.warn("nobody answered {} in {}", exchange.request().path(), limit);
            exchange.respond(HttpResponse.text(503, "no answer in time"));
        }
    }

    /** A client may be slow, as long as it takes something. */
    private void goOnWhileItIsTaken(ChannelHandlerContext ctx) {
        var waiting = ctx.channel().unsafe().outboundBuffer();
        // Whole buffers that wait, less what was taken of the first one.
        long left = waiting == null ? 0 : waiting.totalPendingWriteBytes() - waiting.currentProgress();
        if (left == 0 || left == untaken) {
            ctx.close();
        } else {
            untaken = left;
            timer().enter(Phase.RESPONSE);
        }
    }

    private PhaseTimer timer() {
        return Objects.requireNonNull(timer, "set when the handler was added");
    }
}
