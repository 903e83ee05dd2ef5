package dev.fanfare.transport.netty.http;

import dev.fanfare.core.budget.MemoryAccount;
import dev.fanfare.core.transport.Connection;
import dev.fanfare.core.transport.ConnectionListener;
import dev.fanfare.core.transport.EventLoop;
import dev.fanfare.core.transport.HttpExchange;
import dev.fanfare.core.transport.StreamFormat;
import dev.fanfare.model.client.CloseReason;
import dev.fanfare.model.http.FilePart;
import dev.fanfare.model.http.Headers;
import dev.fanfare.model.http.HttpRequest;
import dev.fanfare.model.http.HttpResponse;
import dev.fanfare.transport.netty.loop.NettyEventLoop;
import dev.fanfare.transport.netty.websocket.OpeningHandshake;
import dev.fanfare.transport.netty.websocket.WebSockets;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http.HttpResponseEncoder;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** A request and its response. Confined to the connection's event loop, except where {@link HttpExchange} states otherwise. */
final class NettyHttpExchange implements HttpExchange {
    private final ChannelHandlerContext ctx;
    private final NettyEventLoop loop;
    private final WebSockets webSockets;
    private final HttpRequest request;
    private final boolean keepAlive;
    private final boolean chunks;
    private final boolean upgrade;
    private final HttpConnectionHandler owner;
    private final int maxBodyBytes;
    private @Nullable MemoryAccount memory;
    private volatile boolean answered;

    NettyHttpExchange(
            ChannelHandlerContext ctx,
            NettyEventLoop loop,
            WebSockets webSockets,
            RequestHead arrived,
            HttpConnectionHandler owner,
            int maxBodyBytes) {
        this.ctx = ctx;
        this.loop = loop;
        this.webSockets = webSockets;
        this.request = arrived.toRequest(ctx.channel().remoteAddress());
        this.upgrade = OpeningHandshake.isRequested(request.headers());
        this.keepAlive = arrived.keepAlive() && !upgrade;
        this.chunks = !arrived.isHttp10();
        this.owner = owner;
        this.maxBodyBytes = maxBodyBytes;
    }

    @Override
    public HttpRequest request() {
        return request;
    }

    @Override
    public EventLoop loop() {
        return loop;
    }

    @Override
    public boolean isUpgrade() {
        return upgrade;
    }

    @Override
    public boolean isAnswered() {
        return answered;
    }

    @Override
    public int maxBodyBytes() {
        return maxBodyBytes;
    }

    @Override
    public MemoryAccount memory() {
        if (memory == null) {
            memory = webSockets.governor().open(kind -> loop.execute(this::shed));
        }
        return memory;
    }

    private void shed() {
        if (!answered) {
            owner.shedBody(ctx);
        }
    }

    @Override
    public void readBody(int maxBytes, Consumer<byte[]> onBody, Consumer<HttpResponse> onRefused) {
        if (answered) {
            onRefused.accept(HttpResponse.text(503, "the request was already answered"));
        } else {
            owner.readBody(ctx, maxBytes, onBody, onRefused);
        }
    }

    @Override
    public void respond(HttpResponse response) {
        answerOnce();
        boolean authenticated = memory != null && memory.isAuthenticated();
        boolean keep = keepAlive && owner.mayContinue(authenticated);
        owner.onResponding(ctx);
        if (isHead() || !ResponseWriter.hasBody(response)) {
            finish(ResponseWriter.write(ctx, response, isHead(), keep), keep);
        } else if (response.file().isPresent()) {
            var part = response.file().get();
            FileOpening.open(part, loop, file -> send(response, file, part, keep), failure -> sendWhole(failure, keep));
        } else if (response.length() > PiecewiseBody.MAX_WHOLE_BYTES) {
            send(response, PiecewiseBody.of(response.body()), keep);
        } else {
            sendWhole(response, keep);
        }
    }

    private void sendWhole(HttpResponse response, boolean keep) {
        finish(ResponseWriter.write(ctx, response, false, keep), keep);
    }

    private void send(HttpResponse response, FileChannel file, FilePart part, boolean keep) {
        if (!ctx.channel().isActive()) {
            FileOpening.close(file);
            return;
        }
        try {
            send(response, PiecewiseBody.of(ctx, file, part), keep);
        } catch (IOException closed) {
            FileOpening.close(file);
            owner.exceptionCaught(ctx, closed);
        }
    }

    private void send(HttpResponse response, PiecewiseBody body, boolean keep) {
        owner.onSending(body);
        finish(ResponseWriter.write(ctx, response, body, keep), keep);
    }

    private void finish(ChannelFuture written, boolean keep) {
        if (keep) {
            // Only then: responses to a client that never reads would accumulate.
            written.addListener(done -> owner.onAnswered(ctx, done.isSuccess()));
        } else {
            owner.onAnswered(ctx, false);
        }
    }

    @Override
    public void stream(HttpResponse head, StreamFormat format, Function<Connection, ConnectionListener> listener) {
        answerOnce();
        var connection =
                new HttpStreamConnection(ctx.channel(), loop, format, webSockets.closeTimeout(), webSockets.governor());
        if (isHead()) {
            streamNothing(head, connection, listener);
            return;
        }
        PiecewiseBody.leave(ctx);
        ResponseWriter.beginStream(ctx, head, chunks);
        if (ctx.pipeline().get(RequestDecoder.class) != null) {
            // Further input is not parsed, only counted and discarded.
            ctx.pipeline().remove(RequestDecoder.class);
        }
        ctx.pipeline().replace(owner, "stream", new HttpStreamHandler(connection, created(listener, connection)));
        ctx.channel().config().setAutoRead(true);
    }

    private void streamNothing(
            HttpResponse head, HttpStreamConnection connection, Function<Connection, ConnectionListener> listener) {
        owner.onResponding(ctx);
        ResponseWriter.headOfStream(ctx, head);
        owner.onAnswered(ctx, false);
        connection.abandon();
        var made = listener.apply(connection);
        loop.execute(() -> made.onClosed(CloseReason.lost()));
    }

    @Override
    public void upgrade(Headers headers, Function<Connection, ConnectionListener> listener) {
        if (!upgrade) {
            throw new IllegalStateException(
                    "cannot upgrade " + request.path() + ": the request is not a WebSocket handshake");
        }
        answerOnce();
        PiecewiseBody.leave(ctx);
        var key = request.headers().first("sec-websocket-key").orElseThrow();
        var acceptance = webSockets.accept(request.headers());
        var fields = headers.withAll(acceptance.headers());
        ctx.writeAndFlush(ResponseWriter.switching(OpeningHandshake.accept(key), fields), ctx.voidPromise());
        ctx.pipeline().remove(HttpResponseEncoder.class);
        // Before the listener is created, because it may pause reading again.
        ctx.channel().config().setAutoRead(true);
        var handler = acceptance.handler(ctx.channel(), loop, connection -> created(listener, connection));
        var raw = owner.takeRaw();
        ctx.pipeline().replace(owner, "websocket", handler);
        for (var bytes = raw.poll(); bytes != null; bytes = raw.poll()) {
            ctx.pipeline().fireChannelRead(bytes);
        }
        ctx.pipeline().fireChannelReadComplete();
    }

    /** Creates the listener. A failure closes the channel, because the response has begun and cannot be replaced. */
    private ConnectionListener created(Function<Connection, ConnectionListener> listener, Connection connection) {
        try {
            return listener.apply(connection);
        } catch (RuntimeException | Error failure) {
            ctx.close();
            throw failure;
        }
    }

    /** Called when the client disconnects before the response. */
    void abandon() {
        answered = true;
        releaseMemory();
    }

    private void releaseMemory() {
        if (memory != null) {
            memory.close();
        }
    }

    private boolean isHead() {
        return request.method().equals("HEAD");
    }

    private void answerOnce() {
        if (answered) {
            throw new IllegalStateException("cannot respond to " + request.path()
                    + ": the response was already sent, or the client disconnected");
        }
        answered = true;
        releaseMemory();
    }
}
