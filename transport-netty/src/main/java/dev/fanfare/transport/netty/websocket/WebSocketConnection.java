package dev.fanfare.transport.netty.websocket;

import dev.fanfare.core.transport.Connection;
import dev.fanfare.core.transport.EventLoop;
import dev.fanfare.core.transport.Frame;
import dev.fanfare.core.transport.FrameBatch;
import dev.fanfare.core.transport.Framing;
import dev.fanfare.model.client.CloseReason;
import dev.fanfare.transport.netty.loop.NettyEventLoop;
import dev.fanfare.transport.netty.loop.NettyFrameBatch;
import dev.fanfare.transport.netty.tls.SecureOutput;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import java.net.SocketAddress;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The sending half of a WebSocket, and its closing handshake (RFC 6455, 7). Confined to the event loop. */
final class WebSocketConnection implements Connection {
    private static final int MAX_PONGS_A_READ = 16;

    private final Channel channel;
    private final NettyEventLoop loop;
    private final Framing framing;
    private final Duration closeTimeout;
    private @Nullable CloseReason closeSent;
    private byte @Nullable [] pongOwed;
    private int pongsOfThisRead;

    WebSocketConnection(Channel channel, NettyEventLoop loop, Framing framing, Duration closeTimeout) {
        this.channel = channel;
        this.loop = loop;
        this.framing = framing;
        this.closeTimeout = closeTimeout;
    }

    @Override
    public EventLoop loop() {
        return loop;
    }

    @Override
    public Framing framing() {
        return framing;
    }

    @Override
    public SocketAddress remoteAddress() {
        return channel.remoteAddress();
    }

    @Override
    public boolean isWritable() {
        return channel.isWritable();
    }

    @Override
    public void write(FrameBatch batch) {
        if (closeSent == null) {
            channel.writeAndFlush(((NettyFrameBatch) batch).share(), channel.voidPromise());
        }
    }

    @Override
    public void pauseReading() {
        channel.config().setAutoRead(false);
    }

    @Override
    public void resumeReading() {
        channel.config().setAutoRead(true);
    }

    /** Sends a close frame and waits for the peer's, within the time limit. */
    @Override
    public void close(CloseReason reason) {
        sendClose(reason);
    }

    /** The peer sent its close frame: answers it, if that is not done yet, and ends the connection. */
    void onPeerClose(CloseReason reason) {
        sendClose(reason);
        channel.writeAndFlush(Unpooled.EMPTY_BUFFER).addListener(ChannelFutureListener.CLOSE);
    }

    /**
     * The peer broke the protocol: tells it why and ends the connection without waiting for a close frame (RFC 6455,
     * 7.1.7). What it still sends is read and ignored for a while: a reset would take the close frame away from it.
     */
    void fail(CloseReason reason) {
        sendClose(reason);
        channel.writeAndFlush(Unpooled.EMPTY_BUFFER).addListener(written -> SecureOutput.end(channel));
    }

    /**
     * Answers a ping: at once, or when the client reads again, or when all is read that came with it. Of pings that wait
     * for their answer the last is answered alone (RFC 6455, 5.5.3), so that pings without end do not pile up as pongs at
     * a client that never reads, nor cost a write each.
     */
    void pong(byte[] payload) {
        pongOwed = payload;
        if (pongsOfThisRead < MAX_PONGS_A_READ) {
            pongsOfThisRead++;
            sendOwedPong();
        }
    }

    /** The channel may be writable again. */
    void sendOwedPong() {
        var payload = pongOwed;
        if (payload != null && isWritable()) {
            pongOwed = null;
            send(WebSocketFraming.frame(Opcode.PONG, payload));
        }
    }

    /** All is read that came together. */
    void onReadComplete() {
        pongsOfThisRead = 0;
        sendOwedPong();
    }

    private void sendClose(CloseReason reason) {
        if (closeSent == null) {
            send(CloseFrame.encode(reason));
            closeSent = reason;
            resumeReading();
            var timer = loop.schedule(closeTimeout, channel::close);
            channel.closeFuture().addListener(closed -> timer.cancel());
        }
    }

    /** Sends a frame at once, past everything that waits in the session. */
    void send(Frame frame) {
        try (var batch = loop.join(List.of(frame))) {
            write(batch);
        }
    }
}
