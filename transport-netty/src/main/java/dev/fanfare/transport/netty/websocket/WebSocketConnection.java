package dev.fanfare.transport.netty.websocket;

import dev.fanfare.core.budget.MemoryAccount;
import dev.fanfare.core.budget.MemoryGovernor;
import dev.fanfare.core.transport.Connection;
import dev.fanfare.core.transport.EventLoop;
import dev.fanfare.core.transport.Frame;
import dev.fanfare.core.transport.FrameBatch;
import dev.fanfare.core.transport.Framing;
import dev.fanfare.model.client.CloseReason;
import dev.fanfare.model.monitoring.MemoryKind;
import dev.fanfare.transport.netty.accept.AcceptedClient;
import dev.fanfare.transport.netty.loop.NettyEventLoop;
import dev.fanfare.transport.netty.loop.NettyFrameBatch;
import dev.fanfare.transport.netty.tls.SecureOutput;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.handler.ssl.SslHandler;
import java.net.SocketAddress;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The sending half of a WebSocket, and its closing handshake (RFC 6455, 7). Confined to the connection's event loop. */
final class WebSocketConnection implements Connection {
    private static final Logger LOG = LoggerFactory.getLogger(WebSocketConnection.class);
    private static final int MAX_PONGS_PER_READ = 16;

    private final Channel channel;
    private final NettyEventLoop loop;
    private final Framing framing;
    private final Duration closeTimeout;
    private final MemoryAccount memory;
    private final MessageAssembler assembler;
    private @Nullable CloseReason closeSent;
    private byte @Nullable [] pendingPong;
    private int pongsInRead;
    private boolean readingPaused;
    private boolean resumed;
    private boolean inputEnded;

    WebSocketConnection(
            Channel channel,
            NettyEventLoop loop,
            Framing framing,
            Duration closeTimeout,
            MemoryGovernor governor,
            MessageAssembler assembler) {
        this.channel = channel;
        this.loop = loop;
        this.framing = framing;
        this.closeTimeout = closeTimeout;
        this.assembler = assembler;
        this.memory = governor.open(kind -> loop.execute(() -> shed(kind)));
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

    /** TLS copies. */
    @Override
    public boolean sharesUnsent() {
        return channel.pipeline().get(SslHandler.class) == null;
    }

    @Override
    public void write(FrameBatch batch) {
        if (closeSent == null) {
            channel.writeAndFlush(((NettyFrameBatch) batch).share(), channel.voidPromise());
        }
    }

    @Override
    public MemoryAccount memory() {
        return memory;
    }

    @Override
    public void admit() {
        assembler.admit();
        AcceptedClient.admit(channel);
    }

    @Override
    public void pauseReading() {
        if (closeSent == null) {
            readingPaused = true;
            channel.config().setAutoRead(false);
        }
    }

    @Override
    public void resumeReading() {
        if (readingPaused) {
            readingPaused = false;
            resumed = true;
            stopReadingSocket();
            loop.execute(this::decode);
        }
    }

    boolean isReadingPaused() {
        return readingPaused;
    }

    /** Returns true once after reading was resumed. */
    boolean takeResumed() {
        boolean taken = resumed;
        resumed = false;
        return taken;
    }

    /** Does not read from the socket until the receiving half has decoded what was read, after the tasks of other connections. */
    void decodeLater() {
        stopReadingSocket();
        loop.executeInBackground(this::decode);
    }

    private void stopReadingSocket() {
        if (!inputEnded) {
            channel.config().setAutoRead(false);
        }
    }

    private void decode() {
        channel.pipeline().fireUserEventTriggered(Event.DECODE);
    }

    /** Reads from the socket again, unless the peer has ended its sending half. */
    void readSocket() {
        if (!inputEnded) {
            channel.config().setAutoRead(true);
        }
    }

    boolean isInputEnded() {
        return inputEnded;
    }

    /**
     * Called when the peer has ended its sending half, and after each read since then. Reading stays on while the rest is decoded,
     * because a channel of epoll without any interest is never writable again. During a pause, this cancels the read that the TLS
     * handler of Netty requests after each read without data; each such read would find the end again.
     */
    void onInputEnd() {
        inputEnded = true;
        channel.config().setAutoRead(true);
        if (readingPaused) {
            channel.config().setAutoRead(false);
        }
    }

    /** Closes the connection after the end of the input. A close frame that is being sent is sent first. */
    void closeAfterInput() {
        if (closeSent == null) {
            channel.close();
        } else {
            channel.writeAndFlush(Unpooled.EMPTY_BUFFER).addListener(ChannelFutureListener.CLOSE);
        }
    }

    /** Sends a close frame and waits for that of the peer, up to the close timeout. */
    @Override
    public void close(CloseReason reason) {
        sendClose(reason);
    }

    /** Called when the peer sent a close frame: answers it if necessary, and closes the connection. */
    void onPeerClose(CloseReason reason) {
        sendClose(reason);
        channel.writeAndFlush(Unpooled.EMPTY_BUFFER).addListener(ChannelFutureListener.CLOSE);
    }

    /**
     * Sends a close frame and ends the sending half without waiting for a reply (RFC 6455, 7.1.7). Input is discarded for a
     * while: a reset could prevent the peer from reading the close frame.
     */
    void fail(CloseReason reason) {
        sendClose(reason);
        channel.writeAndFlush(Unpooled.EMPTY_BUFFER).addListener(written -> SecureOutput.end(channel));
    }

    /** Fails the connection, because the node is short of memory and this client holds much of it. */
    private void shed(MemoryKind kind) {
        channel.pipeline().fireUserEventTriggered(new Shed(kind));
    }

    /** Sent through the pipeline to the receiving half, which fails the connection with this reason. */
    record Shed(MemoryKind kind) {
        CloseReason reason() {
            return WebSockets.shortOf(kind);
        }
    }

    /** Sent through the pipeline to the receiving half. */
    enum Event {
        /** Decode what was read before reading was paused. */
        DECODE
    }

    /**
     * Answers a ping now, when the channel becomes writable, or at the end of the current read. Only the latest pending ping is
     * answered (RFC 6455, 5.5.3), so that pongs neither accumulate for a client that never reads nor cost one write each.
     */
    void pong(byte[] payload) {
        pendingPong = payload;
        if (pongsInRead < MAX_PONGS_PER_READ) {
            pongsInRead++;
            sendPendingPong();
        }
    }

    /** Called when the channel may be writable again. */
    void sendPendingPong() {
        var payload = pendingPong;
        if (payload != null && isWritable()) {
            pendingPong = null;
            send(WebSocketFraming.frame(Opcode.PONG, payload));
        }
    }

    /** Called at the end of a read. */
    void onReadComplete() {
        pongsInRead = 0;
        sendPendingPong();
    }

    private void sendClose(CloseReason reason) {
        if (closeSent == null) {
            send(CloseFrame.encode(reason));
            closeSent = reason;
            resumeReading();
            var timer = loop.schedule(closeTimeout, this::onCloseTimeout);
            channel.closeFuture().addListener(closed -> timer.cancel());
        }
    }

    private void onCloseTimeout() {
        LOG.debug(
                "closing the connection of {}: the client did not close within {} ms",
                remoteAddress(),
                closeTimeout.toMillis());
        channel.close();
    }

    /** Sends a frame immediately, ahead of everything in the outbox of the session. */
    void send(Frame frame) {
        try (var batch = loop.join(List.of(frame))) {
            write(batch);
        }
    }
}
