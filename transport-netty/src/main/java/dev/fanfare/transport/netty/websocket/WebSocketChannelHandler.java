package dev.fanfare.transport.netty.websocket;

import dev.fanfare.core.transport.Connection;
import dev.fanfare.core.transport.ConnectionListener;
import dev.fanfare.model.client.CloseReason;
import dev.fanfare.model.monitoring.LogText;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.util.concurrent.FastThreadLocal;
import java.io.IOException;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The receiving half of a WebSocket: decodes messages and reports events. Confined to the connection's event loop. */
public final class WebSocketChannelHandler extends ChannelInboundHandlerAdapter implements FrameDecoder.Sink {
    private static final Logger LOG = LoggerFactory.getLogger(WebSocketChannelHandler.class);
    private static final int CHUNK_BYTES = 16 * 1024;
    private static final CloseReason RATE_EXCEEDED = new CloseReason(CloseFrame.POLICY, "message rate exceeded");
    /** Buffer for unmasking, shared by the connections of a loop. */
    private static final FastThreadLocal<byte[]> CHUNK = newChunk();
    /** Buffer for decompression, which runs while the other buffer is in use. */
    private static final FastThreadLocal<byte[]> INFLATING_CHUNK = newChunk();

    private final FrameDecoder decoder;
    private final MessageAssembler assembler;
    private final MessageRate rate;
    private final WebSocketConnection connection;
    private @Nullable ConnectionListener listener;

    WebSocketChannelHandler(
            WebSocketConnection connection,
            MessageAssembler assembler,
            MessageRate rate,
            Function<Connection, ConnectionListener> listener) {
        this.decoder = new FrameDecoder(this, CHUNK.get(), assembler.inflates());
        this.assembler = assembler;
        this.rate = rate;
        this.connection = connection;
        this.listener = listener.apply(connection);
    }

    /** Returns the decompression buffer of this loop. */
    static byte[] inflatingChunk() {
        return INFLATING_CHUNK.get();
    }

    @Override
    public void handlerRemoved(ChannelHandlerContext ctx) {
        assembler.release();
        connection.memory().close();
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        var bytes = (ByteBuf) message;
        try {
            decoder.decode(bytes);
            if (decoder.isWithinFrame()) {
                // A client cannot answer a ping within a large frame (RFC 6455, 5.4).
                alive();
            }
        } finally {
            bytes.release();
        }
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext ctx) {
        connection.onReadComplete();
        if (listener != null) {
            listener.onReadComplete();
        }
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext ctx) {
        connection.sendPendingPong();
        if (listener != null && ctx.channel().isWritable()) {
            listener.onWritable();
        }
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
        if (event instanceof WebSocketConnection.Shed shed) {
            fail(shed.reason());
        } else {
            ctx.fireUserEventTriggered(event);
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        end(CloseReason.lost());
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable failure) {
        if (failure instanceof IOException) {
            LOG.debug("WebSocket of {} lost: {}", ctx.channel().remoteAddress(), failure.toString());
        } else {
            LOG.error(
                    "closing the WebSocket of {} after an unexpected exception",
                    ctx.channel().remoteAddress(),
                    failure);
        }
        ctx.close();
    }

    @Override
    public void onDataFrame(int opcode, boolean compressed, long length) {
        if (!assembler.begin(opcode, compressed, length)) {
            fail(assembler.rejection());
        }
    }

    @Override
    public void onData(byte[] bytes, int length) {
        if (!assembler.add(bytes, length)) {
            fail(assembler.rejection());
        }
    }

    @Override
    public void onMessageEnd() {
        var message = assembler.finish();
        if (message == null) {
            fail(assembler.rejection());
        } else if (exceedsRate()) {
            fail(RATE_EXCEEDED);
        } else if (listener != null) {
            listener.onMessage(message);
        }
    }

    @Override
    public void onControl(int opcode, byte[] payload) {
        switch (opcode) {
            case Opcode.PING -> onPing(payload);
            case Opcode.PONG -> alive();
            default -> onClose(payload);
        }
    }

    @Override
    public void onViolation(CloseReason reason) {
        fail(reason);
    }

    private void onPing(byte[] payload) {
        if (exceedsRate()) {
            fail(RATE_EXCEEDED);
        } else {
            alive();
            connection.pong(payload);
        }
    }

    private boolean exceedsRate() {
        return !rate.isUnlimited() && !rate.accept(connection.loop().nanoTime());
    }

    private void onClose(byte[] payload) {
        decoder.stop();
        switch (CloseFrame.decode(payload)) {
            case CloseFrame.Malformed malformed -> fail(malformed.reason());
            case CloseFrame.Valid valid -> {
                connection.onPeerClose(valid.reason());
                end(valid.reason());
            }
        }
    }

    private void fail(CloseReason reason) {
        LOG.debug(
                "closing the WebSocket of {}: {} {}",
                connection.remoteAddress(),
                reason.code(),
                LogText.of(reason.reason()));
        decoder.stop();
        assembler.release();
        connection.fail(reason);
        end(reason);
    }

    private void alive() {
        if (listener != null) {
            listener.onPong();
        }
    }

    private static FastThreadLocal<byte[]> newChunk() {
        return new FastThreadLocal<>() {
            @Override
            protected byte[] initialValue() {
                return new byte[CHUNK_BYTES];
            }
        };
    }

    private void end(CloseReason reason) {
        var ended = listener;
        listener = null;
        if (ended != null) {
            ended.onClosed(reason);
        }
    }
}
