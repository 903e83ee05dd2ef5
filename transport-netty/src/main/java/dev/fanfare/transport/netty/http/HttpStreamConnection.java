package dev.fanfare.transport.netty.http;

import dev.fanfare.core.transport.Connection;
import dev.fanfare.core.transport.EventLoop;
import dev.fanfare.core.transport.Frame;
import dev.fanfare.core.transport.FrameBatch;
import dev.fanfare.core.transport.Framing;
import dev.fanfare.core.transport.StreamFormat;
import dev.fanfare.model.client.CloseReason;
import dev.fanfare.transport.netty.loop.NettyEventLoop;
import dev.fanfare.transport.netty.loop.NettyFrameBatch;
import dev.fanfare.transport.netty.tls.SecureOutput;
import io.netty.channel.Channel;
import io.netty.channel.ChannelPromise;
import io.netty.handler.codec.http.DefaultHttpContent;
import io.netty.handler.codec.http.LastHttpContent;
import java.net.SocketAddress;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The body of a response that goes on until somebody ends it. The codec makes a chunk of each batch (RFC 9112, 7.1), or for
 * HTTP/1.0, which knows no chunks, lets the body end with the connection (RFC 9112, 6.3). Confined to the event loop.
 */
final class HttpStreamConnection implements Connection {
    /** Between a farewell and the end: clients in which both arrive at once may see the end first, and never learn why. */
    private static final Duration FAREWELL_TIME = Duration.ofMillis(200);

    private final Channel channel;
    private final NettyEventLoop loop;
    private final StreamFormat format;
    private final Duration closeTimeout;
    private @Nullable CloseReason closing;
    private boolean ended;

    HttpStreamConnection(Channel channel, NettyEventLoop loop, StreamFormat format, Duration closeTimeout) {
        this.channel = channel;
        this.loop = loop;
        this.format = format;
        this.closeTimeout = closeTimeout;
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

    @Override
    public void write(FrameBatch batch) {
        // An empty chunk would be the last one (RFC 9112, 7.1).
        if (closing == null && batch.size() > 0) {
            writeChunk(batch, channel.voidPromise());
        }
    }

    /** Does nothing: only who reads notices that the client leaves. */
    @Override
    public void pauseReading() {}

    /** Does nothing, for it never pauses. */
    @Override
    public void resumeReading() {}

    /** Writes the farewell and the last chunk, and gives the client a while to take them and to leave. */
    @Override
    public void close(CloseReason reason) {
        if (closing != null) {
            return;
        }
        closing = reason;
        format.closingFrame().apply(reason).ifPresentOrElse(this::sayFarewell, this::end);
        var timer = loop.schedule(closeTimeout, channel::close);
        channel.closeFuture().addListener(closed -> timer.cancel());
    }

    /** There is no body to write to. */
    void abandon() {
        closing = CloseReason.lost();
    }

    /** Why the stream is over, once the channel is closed: lost, unless its end was on the way to the client before. */
    CloseReason endReason() {
        return ended && closing != null ? closing : CloseReason.lost();
    }

    private void sayFarewell(Frame farewell) {
        try (var batch = loop.join(List.of(farewell))) {
            writeChunk(batch, channel.newPromise().addListener(written -> {
                ended = written.isSuccess();
                loop.schedule(FAREWELL_TIME, this::end);
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
