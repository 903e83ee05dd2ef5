package dev.fanfare.transport.netty.http;

import dev.fanfare.core.transport.HttpHandler;
import dev.fanfare.model.http.HttpResponse;
import dev.fanfare.model.monitoring.LogText;
import dev.fanfare.transport.netty.http.PhaseTimer.Phase;
import dev.fanfare.transport.netty.loop.NettyEventLoop;
import dev.fanfare.transport.netty.websocket.OpeningHandshake.Fault;
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
import java.util.ArrayDeque;
import java.util.Objects;
import java.util.Queue;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One HTTP/1.1 connection: passes the head of a request to the handler, reads the body when the handler requests it, and continues
 * with the next request after the response. Pipelined requests wait unread. Confined to the connection's event loop.
 */
public final class HttpConnectionHandler extends ChannelInboundHandlerAdapter {
    /** Events from the transport. */
    public enum Event {
        /** The connection ends after the current request, or now if there is none. */
        LAST_REQUEST
    }

    private static final Logger LOG = LoggerFactory.getLogger(HttpConnectionHandler.class);
    /** Input after the last response is discarded up to this size, so that a client that is still sending can read it. */
    private static final long MAX_DISCARDED_BYTES = 16L << 20;

    /** Answers {@code OPTIONS *} (RFC 9110, 9.3.7). */
    private static final HttpHandler OPTIONS_OF_SERVER = exchange -> exchange.respond(HttpResponse.text(200, ""));

    private final NettyEventLoop loop;
    private final HttpSettings http;
    private final WebSockets webSockets;
    private final HttpHandler handler;
    private final ChannelGroup requests;
    /** Messages that arrived during an exchange: those of one decoded part, or raw after an upgrade. */
    private final Queue<Object> ahead = new ArrayDeque<>();

    /** The request that arrives or is handled; null between requests. */
    private @Nullable RequestHead arriving;

    private @Nullable IncomingBody body;
    private @Nullable NettyHttpExchange exchange;
    private @Nullable PhaseTimer timer;
    private @Nullable RequestDecoder decoder;
    /** Requests that were not authenticated. */
    private int requestCount;

    /** Bytes of the response that were unsent at the last check. */
    private long unsentBytes;

    private @Nullable PiecewiseBody sending;
    /** The last response is written; further input is discarded until the client closes. */
    private boolean ending;

    private long discardedBytes;
    private boolean draining;
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
        decoder = Objects.requireNonNull(ctx.pipeline().get(RequestDecoder.class), "added before this handler");
        decoder.pauseWhile(this::isWaiting);
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
        if (isWaiting()) {
            ctx.channel().config().setAutoRead(false);
            ahead.add(message);
        } else {
            take(ctx, message);
        }
    }

    /** Whether messages must wait for the handler: for its response, or for its request for the body. */
    private boolean isWaiting() {
        return exchange != null && (body == null || !body.isReading());
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
        if (body != null) {
            body.refuse(HttpResponse.text(400, "the client disconnected before the end of its request"));
        }
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
        if (event == Event.LAST_REQUEST) {
            lastRequest = true;
            if (exchange == null && !ending) {
                ctx.close();
            }
        }
        ctx.fireUserEventTriggered(event);
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable failure) {
        if (failure instanceof IOException || failure instanceof DecoderException) {
            // Caused by the client: a reset, or a failed TLS handshake.
            LOG.debug("connection of {} lost: {}", ctx.channel().remoteAddress(), failure.toString());
        } else {
            LOG.error(
                    "closing the HTTP connection of {} after an unexpected exception",
                    ctx.channel().remoteAddress(),
                    failure);
        }
        ctx.close();
    }

    private void take(ChannelHandlerContext ctx, Object message) {
        try {
            if (ending) {
                discard(ctx, message);
                return;
            }
            if (message instanceof HttpRequest head) {
                begin(ctx, head);
            }
            if (message instanceof HttpContent content && body != null && !ending) {
                collect(ctx, content, body);
            }
        } finally {
            ReferenceCountUtil.release(message);
        }
    }

    private void begin(ChannelHandlerContext ctx, HttpRequest head) {
        var failure = head.decoderResult().cause();
        if (failure != null) {
            reject(ctx, fault(ctx, failure, "the request is not valid HTTP/1.1"));
            return;
        }
        var request = new RequestHead(head);
        var fault = request.fault();
        if (fault != null) {
            reject(ctx, fault);
            return;
        }
        body = new IncomingBody(request);
        if (body.isComplete()) {
            // The end of the message follows at once.
            arriving = request;
        } else {
            dispatch(ctx, request);
        }
    }

    private void collect(ChannelHandlerContext ctx, HttpContent content, IncomingBody current) {
        boolean last = content instanceof LastHttpContent;
        if (arriving != null) {
            var arrived = arriving;
            arriving = null;
            dispatch(ctx, arrived);
        } else if (content.decoderResult().isFailure()) {
            var fault = fault(ctx, content.decoderResult().cause(), "the request body is malformed");
            refuseBody(ctx, HttpResponse.text(fault.status(), fault.reason()));
        } else if (exchange == null) {
            current.add(content.content(), last);
            if (last) {
                timer().enter(isWithinHead() ? Phase.HEAD : Phase.IDLE);
            }
        } else {
            current.add(content.content(), last);
        }
    }

    private void await(NettyHttpExchange current) {
        timer().enter(current.isUpgrade() ? Phase.ACCEPT : Phase.ANSWER);
    }

    /** Reads the body of the current request; see {@link dev.fanfare.core.transport.HttpExchange#readBody}. */
    void readBody(ChannelHandlerContext ctx, int maxBytes, Consumer<byte[]> onBody, Consumer<HttpResponse> onRefused) {
        var current = Objects.requireNonNull(exchange, "an exchange is open");
        var incoming = Objects.requireNonNull(body, "the request has begun");
        boolean continues = incoming.read(
                maxBytes,
                current.memory(),
                bytes -> proceed(current, () -> onBody.accept(bytes)),
                refusal -> proceed(current, () -> onRefused.accept(refusal)));
        if (continues) {
            ctx.writeAndFlush(new DefaultFullHttpResponse(HttpVersion.HTTP_1_1, HttpResponseStatus.CONTINUE));
        }
        if (!incoming.isReading()) {
            return;
        }
        timer().enter(Phase.BODY);
        while (incoming.isReading() && !ahead.isEmpty()) {
            take(ctx, ahead.remove());
        }
        resumeDecoding(ctx);
        if (incoming.isReading()) {
            ctx.channel().config().setAutoRead(true);
        }
    }

    /** Continues the handler after the body. */
    private void proceed(NettyHttpExchange current, Runnable handlerCode) {
        if (!current.isAnswered()) {
            await(current);
        }
        guard(current, handlerCode);
    }

    /** Ends the reading of the current body; a body that is being skipped ends its connection. */
    private void refuseBody(ChannelHandlerContext ctx, HttpResponse response) {
        if (body == null || !body.isReading()) {
            ctx.close();
            return;
        }
        LOG.debug("refusing a body of {} with {}", ctx.channel().remoteAddress(), response.status());
        body.refuse(response);
    }

    /** Called when the budget of the node sheds this body. */
    void shedBody(ChannelHandlerContext ctx) {
        if (body != null && body.isReading()) {
            refuseBody(ctx, IncomingBody.overloaded());
        }
    }

    private void dispatch(ChannelHandlerContext ctx, RequestHead arrived) {
        var current = new NettyHttpExchange(
                ctx, loop, webSockets, arrived, this, http.limits().maxBodyBytes());
        exchange = current;
        await(current);
        if (current.isUpgrade()) {
            // Bytes after the handshake are not HTTP. Without the decoder they arrive here raw, and wait.
            ctx.pipeline().remove(RequestDecoder.class);
        }
        guard(current, () -> (arrived.targetsServer() ? OPTIONS_OF_SERVER : handler).handle(current));
    }

    /** Answers 500 if the code of the handler fails. */
    private static void guard(NettyHttpExchange current, Runnable code) {
        try {
            code.run();
        } catch (RuntimeException bug) {
            var request = current.request();
            LOG.error("{} {} failed", LogText.of(request.method()), LogText.of(request.path()), bug);
            if (!current.isAnswered()) {
                current.respond(HttpResponse.text(500, "internal error"));
            }
        }
    }

    /** Counts the current request unless it is authenticated; whether the connection may stay open after its response. */
    boolean mayContinue(boolean authenticated) {
        int max = http.limits().maxRequests();
        boolean reached = !authenticated && max > 0 && ++requestCount >= max;
        return !lastRequest && !reached && body != null && body.canSkip();
    }

    /** Called when a response is written. */
    void onResponding(ChannelHandlerContext ctx) {
        if (body != null && body.isReading()) {
            body.refuse(HttpResponse.text(503, "the handler responded before the end of the body"));
        }
        unsentBytes = 0;
        sending = null;
        timer().enter(Phase.RESPONSE);
    }

    /** Called after {@link #onResponding} if the body of the response is sent in pieces. */
    void onSending(PiecewiseBody pieces) {
        sending = pieces;
    }

    /** Called when the exchange is over: the connection continues, or ends. */
    void onAnswered(ChannelHandlerContext ctx, boolean keepAlive) {
        if (keepAlive && lastRequest) {
            ctx.close();
            return;
        }
        exchange = null;
        if (keepAlive) {
            // An idle connection must not keep the body of its last response in memory.
            sending = null;
        }
        if (!keepAlive) {
            end(ctx);
        } else if (body != null && !body.isComplete()) {
            timer().enter(Phase.BODY);
        } else {
            timer().enter(isWithinHead() ? Phase.HEAD : Phase.IDLE);
        }
        if (!draining) {
            drain(ctx);
        }
    }

    /** Discards further input unparsed. */
    private void end(ChannelHandlerContext ctx) {
        ending = true;
        if (ctx.pipeline().get(RequestDecoder.class) != null) {
            ctx.pipeline().remove(RequestDecoder.class);
        }
    }

    private void discard(ChannelHandlerContext ctx, Object message) {
        discardedBytes += switch (message) {
            case ByteBuf bytes -> bytes.readableBytes();
            case HttpContent content -> content.content().readableBytes();
            default -> 0;
        };
        if (discardedBytes > MAX_DISCARDED_BYTES) {
            close(ctx, "more than " + MAX_DISCARDED_BYTES + " bytes arrived after the last response");
        }
    }

    /** Handles pipelined messages in a loop, because an immediate response would otherwise recurse. */
    private void drain(ChannelHandlerContext ctx) {
        draining = true;
        while (exchange == null && !ahead.isEmpty()) {
            take(ctx, ahead.remove());
        }
        resumeDecoding(ctx);
        draining = false;
        if (exchange == null) {
            ctx.channel().config().setAutoRead(true);
        }
    }

    private void resumeDecoding(ChannelHandlerContext ctx) {
        if (decoder != null) {
            decoder.resume(ctx.pipeline());
        }
    }

    /** Returns the raw bytes that arrived after the handshake, in order. The caller must release them. */
    Queue<ByteBuf> takeRaw() {
        var raw = new ArrayDeque<ByteBuf>();
        ahead.removeIf(message -> message instanceof ByteBuf bytes && raw.add(bytes));
        return raw;
    }

    private Fault fault(ChannelHandlerContext ctx, Throwable failure, String otherwise) {
        return switch (failure) {
            case RejectedRequestException rejected -> new Fault(rejected.status(), rejected.reason());
            case TooLongHttpLineException tooLong ->
                new Fault(
                        414,
                        "a line of the request is longer than " + http.limits().maxLineBytes() + " bytes");
            case TooLongHttpHeaderException tooLong ->
                new Fault(
                        431,
                        "the header fields are longer than " + http.limits().maxHeaderBytes() + " bytes");
            default -> {
                LOG.debug("cannot decode a request of {}: {}", ctx.channel().remoteAddress(), LogText.of(failure));
                yield new Fault(400, otherwise);
            }
        };
    }

    /** Rejects a request before the handler is called, and ends the connection. */
    private void reject(ChannelHandlerContext ctx, Fault fault) {
        LOG.debug(
                "rejecting a request of {} with {}: {}",
                ctx.channel().remoteAddress(),
                fault.status(),
                LogText.of(fault.reason()));
        onResponding(ctx);
        ResponseWriter.reject(ctx, HttpResponse.text(fault.status(), fault.reason()));
        end(ctx);
    }

    private boolean isWithinHead() {
        return decoder != null && decoder.isWithinHead();
    }

    private void onLate(ChannelHandlerContext ctx, Phase phase) {
        switch (phase) {
            case HEAD -> {
                if (isWithinHead()) {
                    reject(ctx, new Fault(408, "the request head did not arrive within " + limit(phase)));
                } else {
                    close(ctx, "no request arrived within " + limit(phase));
                }
            }
            case BODY ->
                refuseBody(ctx, HttpResponse.text(408, "the request body did not arrive within " + limit(phase)));
            case ACCEPT, ANSWER -> unanswered(phase);
            case RESPONSE -> continueWhileSending(ctx);
            case IDLE -> close(ctx, "no further request arrived within " + limit(phase));
        }
    }

    private String limit(Phase phase) {
        return timer().limit(phase).toMillis() + " ms";
    }

    private static void close(ChannelHandlerContext ctx, String reason) {
        LOG.debug("closing the connection of {}: {}", ctx.channel().remoteAddress(), reason);
        ctx.close();
    }

    private void unanswered(Phase phase) {
        if (exchange != null && !exchange.isAnswered()) {
            LOG.warn(
                    "the handler of {} {} did not respond within {}",
                    LogText.of(exchange.request().method()),
                    LogText.of(exchange.request().path()),
                    limit(phase));
            exchange.respond(HttpResponse.text(503, "the server did not respond in time"));
        }
    }

    /** A client may be slow as long as it reads something. */
    private void continueWhileSending(ChannelHandlerContext ctx) {
        var waiting = ctx.channel().unsafe().outboundBuffer();
        boolean region = sending != null && sending.isRegion();
        // Pending buffers, less the sent part of the first one.
        long left = waiting == null ? 0 : waiting.totalPendingWriteBytes() - (region ? 0 : waiting.currentProgress());
        left += sending == null ? 0 : sending.unsent().getAsLong();
        if (left == 0) {
            close(ctx, "the client did not close after the last response");
        } else if (left == unsentBytes) {
            close(ctx, "the client read nothing of the response for " + limit(Phase.RESPONSE));
        } else {
            unsentBytes = left;
            timer().enter(Phase.RESPONSE);
        }
    }

    private PhaseTimer timer() {
        return Objects.requireNonNull(timer, "set by handlerAdded");
    }
}
