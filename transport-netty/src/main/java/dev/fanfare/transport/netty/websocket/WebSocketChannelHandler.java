package dev.fanfare.transport.netty.websocket;

import dev.fanfare.core.transport.Connection;
import dev.fanfare.core.transport.ConnectionListener;
import dev.fanfare.model.client.CloseReason;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.util.concurrent.FastThreadLocal;
import java.io.IOException;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One WebSocket after its handshake: bytes to messages, and the connection's events. Confined to the event loop. */
public final class WebSocketChannelHandler extends ChannelInboundHandlerAdapter implements FrameDecoder.Sink {
    private static final Logger LOG = LoggerFactory.getLogger(WebSocketChannelHandler.class);
    private static final int CHUNK_BYTES = 16 * 1024;
    private static final CloseReason TOO_MANY = new CloseReason(CloseFrame.POLICY, "too many messages a second");
    /** Where payload is unmasked; one for all connections of a loop. */
    private static final FastThreadLocal<byte[]> CHUNK = newChunk();
    /** Where payload is inflated, for it is unmasked at the same time. */
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

    /** Where this loop's connections inflate. */
    static byte[] inflatingChunk() {
        return INFLATING_CHUNK.get();
    }

    @Override
    public void handlerRemoved(ChannelHandlerContext ctx) {
        assembler.release();
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
        connection.onReadComplete();
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
    public void onDataFrame(int opcode, boolean compressed, long length) {
        if (!assembler.begin(opcode, compressed, length)) {
            refuse(assembler.refusal());
        }
    }

    @Override
    public void onData(byte[] bytes, int length) {
        if (!assembler.add(bytes, length)) {
            refuse(assembler.refusal());
        }
    }

    @Override
    public void onMessageEnd() {
        var message = assembler.finish();
        if (message == null) {
            refuse(assembler.refusal());
        } else if (isTooMany()) {
            refuse(TOO_MANY);
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
    public void onViolation(int code, String reason) {
        refuse(new CloseReason(code, reason));
    }

    private void onPing(byte[] payload) {
        if (isTooMany()) {
            refuse(TOO_MANY);
        } else {
            alive();
            connection.pong(payload);
        }
    }

    private boolean isTooMany() {
        return !rate.isUnlimited() && !rate.takes(connection.loop().nanoTime());
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

    private void refuse(CloseReason why) {
        decoder.stop();
        assembler.release();
        connection.fail(why);
        end(why);
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
