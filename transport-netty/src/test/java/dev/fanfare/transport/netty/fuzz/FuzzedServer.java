package dev.fanfare.transport.netty.fuzz;

import dev.fanfare.core.budget.MemoryGovernor;
import dev.fanfare.core.transport.HttpExchange;
import dev.fanfare.model.http.Headers;
import dev.fanfare.model.http.HttpResponse;
import dev.fanfare.transport.netty.deflate.CompressionSettings;
import dev.fanfare.transport.netty.http.HttpConnectionHandler;
import dev.fanfare.transport.netty.http.HttpSettings;
import dev.fanfare.transport.netty.http.RequestDecoder;
import dev.fanfare.transport.netty.loop.EmbeddedLoops;
import dev.fanfare.transport.netty.websocket.MessageLimits;
import dev.fanfare.transport.netty.websocket.WebSocketSettings;
import dev.fanfare.transport.netty.websocket.WebSockets;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.group.DefaultChannelGroup;
import io.netty.handler.codec.http.HttpResponseEncoder;
import io.netty.util.concurrent.ImmediateEventExecutor;
import java.io.ByteArrayOutputStream;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** The pipeline of the transport without sockets, with an echo listener. Confined to one thread. */
final class FuzzedServer implements AutoCloseable {
    static final MessageLimits LIMITS = new MessageLimits(5_000, 4_000, 20, 0, Duration.ofSeconds(30));

    private static final Duration TIMEOUT = Duration.ofSeconds(5);

    private final WebSockets webSockets;

    FuzzedServer(boolean takeover) {
        this.webSockets = new WebSockets(settings(takeover), MemoryGovernor.unlimited());
    }

    static WebSocketSettings settings(boolean takeover) {
        var compression = CompressionSettings.DEFAULTS.withMinBytes(16);
        return new WebSocketSettings(LIMITS, TIMEOUT, takeover ? compression.withClientContextTakeover() : compression);
    }

    /**
     * Receives the pieces one by one, then lets all time limits expire. Disconnects if the connection is still open.
     *
     * @return the output of the server
     */
    byte[] converse(List<byte[]> pieces, FuzzedListener listener) {
        var channel = new MemoryChannel();
        var group = new DefaultChannelGroup(ImmediateEventExecutor.INSTANCE);
        channel.pipeline()
                .addLast(new RequestDecoder(HttpSettings.DEFAULTS.limits()))
                .addLast(new HttpResponseEncoder())
                .addLast(new HttpConnectionHandler(
                        EmbeddedLoops.of(channel),
                        HttpSettings.DEFAULTS,
                        webSockets,
                        exchange -> answer(exchange, listener),
                        group));
        try {
            for (int i = 0; i < pieces.size() && channel.isOpen(); i++) {
                channel.writeInbound(Unpooled.wrappedBuffer(pieces.get(i)));
            }
            leave(channel, listener);
            listener.check(group.isEmpty(), "a channel stayed behind");
            return said(channel);
        } finally {
            channel.finishAndReleaseAll();
        }
    }

    private static void leave(MemoryChannel channel, FuzzedListener listener) {
        if (!listener.isOpen() || listener.isClosing()) {
            // First for an incomplete request, then for a client that stays after the rejection.
            for (int time = 0; time < 2; time++) {
                channel.advanceTimeBy(2 * longestTime().toNanos(), TimeUnit.NANOSECONDS);
                channel.runScheduledPendingTasks();
            }
            listener.check(!channel.isOpen(), "a connection that is over was not closed in time");
        }
        channel.close();
        channel.runPendingTasks();
        channel.checkException();
    }

    /** Returns the longest time limit. */
    private static Duration longestTime() {
        return HttpSettings.DEFAULTS.times().idle();
    }

    /** Returns the number of native objects. */
    int nativeObjects() {
        return webSockets.nativeObjects();
    }

    @Override
    public void close() {
        webSockets.close();
    }

    static void answer(HttpExchange exchange, FuzzedListener listener) {
        if (exchange.isUpgrade()) {
            exchange.upgrade(Headers.empty(), listener::opened);
        } else {
            exchange.readBody(exchange.maxBodyBytes(), body -> exchange.respond(HttpResponse.text(404, "no")));
        }
    }

    private static byte[] said(MemoryChannel channel) {
        var all = new ByteArrayOutputStream();
        for (ByteBuf part = channel.readOutbound(); part != null; part = channel.readOutbound()) {
            var bytes = new byte[part.readableBytes()];
            part.readBytes(bytes);
            part.release();
            all.writeBytes(bytes);
        }
        return all.toByteArray();
    }
}
