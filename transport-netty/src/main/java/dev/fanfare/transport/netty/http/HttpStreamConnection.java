package dev.fanfare.transport.netty.http;

import dev.fanfare.core.budget.MemoryAccount;
import dev.fanfare.core.budget.MemoryGovernor;
import dev.fanfare.core.transport.Connection;
import dev.fanfare.core.transport.EventLoop;
import dev.fanfare.core.transport.Frame;
import dev.fanfare.core.transport.FrameBatch;
import dev.fanfare.core.transport.Framing;
import dev.fanfare.core.transport.StreamFormat;
import dev.fanfare.model.client.CloseReason;
import dev.fanfare.model.monitoring.MemoryKind;
import dev.fanfare.transport.netty.accept.AcceptedClient;
import dev.fanfare.transport.netty.loop.NettyEventLoop;
import dev.fanfare.transport.netty.loop.NettyFrameBatch;
import dev.fanfare.transport.netty.tls.SecureOutput;
import dev.fanfare.transport.netty.websocket.WebSockets;
import io.netty.channel.Channel;
import io.netty.channel.ChannelPromise;
import io.netty.handler.codec.http.DefaultHttpContent;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.handler.ssl.SslHandler;
import java.net.SocketAddress;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The body of a streaming response. Each batch becomes one chunk (RFC 9112, 7.1). In HTTP/1.0, which has no chunks, the body ends
 * with the connection (RFC 9112, 6.3). Confined to the connection's event loop.
 */
final class HttpStreamConnection implements Connection {
    /** Delay between the closing frame and the end: some clients drop the frame if both arrive together. */
    private static final Duration END_DELAY = Duration.ofMillis(200);

    private final Channel channel;
    private final NettyEventLoop loop;
    private final StreamFormat format;
    private final Duration closeTimeout;
    private final MemoryAccount memory;
    private @Nullable CloseReason closing;
    private boolean ended;

    HttpStreamConnection(
            Channel channel, NettyEventLoop loop, StreamFormat format, Duration closeTimeout, MemoryGovernor governor) {
        this.channel = channel;
        this.loop = loop;
        this.format = format;
        this.closeTimeout = closeTimeout;
        this.memory =
                governor.open(kind -> loop.execute(() -> channel.pipeline().fireUserEventTriggered(new Shed(kind))));
        channel.closeFuture().addListener(closed -> memory.close());
    }

    @Override
    public EventLoop loop() {
        return loop;
    }

    @Override
    public Framing framing() {
        return format.framing();
    }

    @Override
    public SocketAddress remoteAddress() {
        return channel.remoteAddress();
    }

    @Override
    public boolean isWritable() {
        return channel.isWritable();
    }

    /** TLS copies. */
    @Override
    public boolean sharesUnsent() {
        return channel.pipeline().get(SslHandler.class) == null;
    }

    @Override
    public void write(FrameBatch batch) {
        // An empty chunk would be the last one (RFC 9112, 7.1).
        if (closing == null && batch.size() > 0) {
            writeChunk(batch, channel.voidPromise());
        }
    }

    @Override
    public MemoryAccount memory() {
        return memory;
    }

    @Override
    public void admit() {
        AcceptedClient.admit(channel);
    }

    /** Does nothing, because only reading detects that the client disconnects. */
    @Override
    public void pauseReading() {}

    /** Does nothing, because reading is never paused. */
    @Override
    public void resumeReading() {}

    /** Ends the body. The client then has the close timeout to read them and to disconnect. */
    @Override
    public void close(CloseReason reason) {
        if (closing != null) {
            return;
        }
        closing = reason;
        format.closingFrame().apply(reason).ifPresentOrElse(this::sendClosingFrame, () -> endWithoutFrame(reason));
        var timer = loop.schedule(closeTimeout, channel::close);
        channel.closeFuture().addListener(closed -> timer.cancel());
    }

    private void endWithoutFrame(CloseReason reason) {
        if (reason.code() == CloseReason.NORMAL) {
            end();
        } else {
            channel.close();
        }
    }

    /** Sent through the pipeline to the handler if the node is short of memory and this client holds much of it. */
    record Shed(MemoryKind kind) {
        CloseReason reason() {
            return WebSockets.shortOf(kind);
        }
    }

    /** Marks the stream as ended: a HEAD request has no body. */
    void abandon() {
        closing = CloseReason.lost();
    }

    /** Returns the reason once the channel is closed: that of {@link #close} if the end was sent, else lost. */
    CloseReason endReason() {
        return ended && closing != null ? closing : CloseReason.lost();
    }

    private void sendClosingFrame(Frame frame) {
        try (var batch = loop.join(List.of(frame))) {
            writeChunk(batch, channel.newPromise().addListener(written -> {
                ended = written.isSuccess();
                loop.schedule(END_DELAY, this::end);
            }));
        }
    }

    private void end() {
        channel.writeAndFlush(LastHttpContent.EMPTY_LAST_CONTENT).addListener(written -> {
            if (written.isSuccess()) {
                ended = true;
                SecureOutput.end(channel);
            }
        });
    }

    private void writeChunk(FrameBatch batch, ChannelPromise promise) {
        channel.writeAndFlush(new DefaultHttpContent(((NettyFrameBatch) batch).share()), promise);
    }
}
