package dev.fanfare.transport.netty.websocket;

import dev.fanfare.core.transport.CloseReason;
import dev.fanfare.core.transport.Connection;
import dev.fanfare.core.transport.ConnectionListener;
import dev.fanfare.transport.netty.loop.NettyEventLoop;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.util.concurrent.FastThreadLocal;
import java.io.IOException;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One WebSocket after its handshake: bytes to messages, and the connection's events. Confined to the event loop. */
public final class WebSocketHandler extends ChannelInboundHandlerAdapter implements FrameDecoder.Sink {
    private static final Logger LOG = LoggerFactory.getLogger(WebSocketHandler.class);
    private static final int CHUNK_BYTES = 16 * 1024;
    /** Where payload is unmasked; one for all connections of a loop. */
    private static final FastThreadLocal<byte[]> CHUNK = new FastThreadLocal<>() {
        @Override
        protected byte[] initialValue() {
            return new byte[CHUNK_BYTES];
        }
    };

    private final WebSocketSettings settings;
    private final FrameDecoder decoder = new FrameDecoder(this, CHUNK.get());
    private final MessageAssembler assembler;
    private final WebSocketConnection connection;
    private @Nullable ConnectionListener listener;

    /**
     * The handler of a channel, to be added to its pipeline at once.
     *
     * @param channel the channel; its pipeline ends with this handler
     */
    public WebSocketHandler(
            Channel channel,
            NettyEventLoop loop,
            WebSocketSettings settings,
            Function<Connection, ConnectionListener> listener) {
        this.settings = settings;
        this.assembler = new MessageAssembler(settings.maxMessageBytes());
        this.connection = new WebSocketConnection(channel, loop, settings.closeTimeout());
        this.listener = listener.apply(connection);
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        var bytes = (ByteBuf) message;
        try {
            decoder.decode(bytes);
            if (decoder.isWithinFrame()) {
                // A client that is busy with a large frame can't answer a ping before its end (RFC 6455, 5.4).
                alive();
            }
        } finally {
            bytes.release();
        }
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext ctx) {
        if (listener != null) {
            listener.onReadComplete();
        }
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext ctx) {
        connection.sendOwedPong();
        if (listener != null && ctx.channel().isWritable()) {
            listener.onWritable();
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        end(CloseReason.lost());
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable failure) {
        if (failure instanceof IOException) {
            LOG.debug("connection lost: {}", failure.toString());
        } else {
            LOG.error("a WebSocket of {} failed and is closed", ctx.channel().remoteAddress(), failure);
        }
        ctx.close();
    }

    @Override
    public void onDataFrame(int opcode, long length) {
        if (!assembler.begin(opcode, length)) {
            decoder.stop();
            onViolation(CloseFrame.TOO_BIG, "message longer than " + settings.maxMessageBytes() + " bytes");
        }
    }

    @Override
    public void onData(byte[] bytes, int length) {
        if (!assembler.add(bytes, length)) {
            invalidUtf8();
        }
    }

    @Override
    public void onMessageEnd() {
        var message = assembler.finish();
        if (message == null) {
            invalidUtf8();
        } else if (listener != null) {
            listener.onMessage(message);
        }
    }

    @Override
    public void onControl(int opcode, byte[] payload) {
        switch (opcode) {
            case Opcode.PING -> {
                alive();
                connection.pong(payload);
            }
            case Opcode.PONG -> alive();
            default -> onClose(payload);
        }
    }

    @Override
    public void onViolation(int code, String reason) {
        var why = new CloseReason(code, reason);
        connection.fail(why);
        end(why);
    }

    private void onClose(byte[] payload) {
        decoder.stop();
        switch (CloseFrame.decode(payload)) {
            case CloseFrame.Broken broken -> onViolation(broken.code(), broken.words());
            case CloseFrame.Lawful lawful -> {
                connection.onPeerClose(lawful.reason());
                end(lawful.reason());
            }
        }
    }

    private void invalidUtf8() {
        // RFC 6455, 8.1
        decoder.stop();
        onViolation(CloseFrame.INVALID_PAYLOAD, "text is not UTF-8");
    }

    private void alive() {
        if (listener != null) {
            listener.onPong();
        }
    }

    private void end(CloseReason reason) {
        var ended = listener;
        listener = null;
        if (ended != null) {
            ended.onClosed(reason);
        }
    }
}
