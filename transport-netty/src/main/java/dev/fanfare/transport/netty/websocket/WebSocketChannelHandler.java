package dev.fanfare.transport.netty.websocket;

import dev.fanfare.core.transport.Connection;
import dev.fanfare.core.transport.ConnectionListener;
import dev.fanfare.model.client.CloseReason;
import dev.fanfare.model.monitoring.LogText;
import dev.fanfare.model.monitoring.MemoryKind;
import dev.fanfare.transport.netty.websocket.MessageDeadlines.Deadline;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelOption;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.handler.codec.ByteToMessageDecoder;
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
    private static final CloseReason TOO_SLOW =
            new CloseReason(CloseFrame.POLICY, "the message was not completed in time");
    /** Buffer for unmasking, shared by the connections of a loop. */
    private static final FastThreadLocal<byte[]> CHUNK = newChunk();
    /** Buffer for decompression, which runs while the other buffer is in use. */
    private static final FastThreadLocal<byte[]> INFLATING_CHUNK = newChunk();

    private final FrameDecoder decoder;
    private final MessageAssembler assembler;
    private final MessageRate rate;
    private final MessageDeadlines deadlines;
    private final DecodingSlice slice = new DecodingSlice();
    private final WebSocketConnection connection;
    private @Nullable ConnectionListener listener;
    /** Bytes that were read from the socket and not decoded, because reading is paused or the slice is over. */
    private @Nullable ByteBuf unread;
    /** The time limit of the incomplete message, if it has not arrived in one read. */
    private @Nullable Deadline deadline;

    WebSocketChannelHandler(
            WebSocketConnection connection,
            MessageAssembler assembler,
            MessageRate rate,
            MessageDeadlines deadlines,
            Function<Connection, ConnectionListener> listener) {
        this.decoder = new FrameDecoder(this, CHUNK.get(), assembler.inflates());
        this.assembler = assembler;
        this.rate = rate;
        this.deadlines = deadlines;
        this.connection = connection;
        this.listener = listener.apply(connection);
    }

    /** Returns the decompression buffer of this loop. */
    static byte[] inflatingChunk() {
        return INFLATING_CHUNK.get();
    }

    /** The end of the input must not close the connection while input is not decoded. */
    @Override
    public void handlerAdded(ChannelHandlerContext ctx) {
        ctx.channel().config().setOption(ChannelOption.ALLOW_HALF_CLOSURE, true);
    }

    @Override
    public void handlerRemoved(ChannelHandlerContext ctx) {
        stopDeadline();
        assembler.release();
        releaseUnread();
        connection.memory().close();
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        var bytes = (ByteBuf) message;
        if (unread == null) {
            unread = bytes;
            decode(unread);
            if (decoder.isWithinFrame()) {
                // A client cannot answer a ping within a large frame (RFC 6455, 5.4).
                alive();
            }
        } else {
            // The end of the input is read together with everything before it, even if reading is paused.
            unread = ByteToMessageDecoder.COMPOSITE_CUMULATOR.cumulate(ctx.alloc(), unread, bytes);
            countMemory();
        }
    }

    /** Decodes what was read, as far as the application accepts it, and counts the rest. */
    private void decode(ByteBuf bytes) {
        boolean failed = true;
        try {
            slice.begin();
            decoder.decode(bytes);
            failed = decoder.isStopped();
        } finally {
            if (failed || !bytes.isReadable()) {
                releaseUnread();
            }
        }
        if (unread != null && !connection.isReadingPaused()) {
            connection.decodeLater();
        }
        countMemory();
        watchDeadline();
    }

    /** Continues after reading was resumed, or in the next slice. */
    private void decodeRest() {
        if (connection.isReadingPaused()) {
            return;
        }
        if (connection.takeResumed()) {
            // The time of the pause does not count. The time of a slice does.
            stopDeadline();
        }
        if (unread != null) {
            decode(unread);
            onReadComplete();
        }
        watchDeadline();
        if (unread == null && !connection.isReadingPaused()) {
            connection.readSocket();
        }
        closeIfOver();
    }

    /** Closes the connection after the end of the input, when everything before it is decoded. */
    private void closeIfOver() {
        if (unread == null && connection.isInputEnded()) {
            connection.closeAfterInput();
        }
    }

    private void countMemory() {
        long held = assembler.heldBytes() + (unread == null ? 0L : unread.capacity());
        if (!connection.memory().hold(MemoryKind.MESSAGES, held)) {
            failBetweenReads(WebSockets.shortOf(MemoryKind.MESSAGES));
        }
    }

    private void watchDeadline() {
        if (deadline == null && assembler.isWithinMessage()) {
            deadline = deadlines.start(() -> {
                if (!connection.isReadingPaused()) {
                    failBetweenReads(TOO_SLOW);
                }
            });
        }
    }

    private void stopDeadline() {
        if (deadline != null) {
            deadlines.stop(deadline);
            deadline = null;
        }
    }

    private void releaseUnread() {
        if (unread != null) {
            unread.release();
            unread = null;
        }
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext ctx) {
        onReadComplete();
        if (connection.isInputEnded()) {
            connection.onInputEnd();
        }
    }

    private void onReadComplete() {
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
            failBetweenReads(shed.reason());
        } else if (event == WebSocketConnection.Event.DECODE) {
            decodeRest();
        } else if (event == ChannelInputShutdownEvent.INSTANCE) {
            connection.onInputEnd();
            closeIfOver();
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
    public boolean mayContinue() {
        return !connection.isReadingPaused() && !slice.isOver();
    }

    @Override
    public void onDataFrame(int opcode, boolean compressed, long length) {
        if (!assembler.begin(opcode, compressed, length)) {
            fail(assembler.rejection());
        }
    }

    @Override
    public int onData(byte[] bytes, int length) {
        int before = assembler.size();
        int consumed = assembler.add(bytes, length);
        if (consumed < 0) {
            fail(assembler.rejection());
            return length;
        }
        if (assembler.isInflating()) {
            slice.onInflated(assembler.size() - before);
        }
        return consumed;
    }

    @Override
    public void onMessageEnd() {
        var message = assembler.finish();
        stopDeadline();
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

    /** Fails the connection while the decoder does not run. */
    private void failBetweenReads(CloseReason reason) {
        fail(reason);
        releaseUnread();
        connection.memory().hold(MemoryKind.MESSAGES, 0);
        closeIfOver();
    }

    private void fail(CloseReason reason) {
        LOG.debug(
                "closing the WebSocket of {}: {} {}",
                connection.remoteAddress(),
                reason.code(),
                LogText.of(reason.reason()));
        decoder.stop();
        stopDeadline();
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
