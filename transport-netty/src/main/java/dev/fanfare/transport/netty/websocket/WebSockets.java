package dev.fanfare.transport.netty.websocket;

import dev.fanfare.core.budget.MemoryGovernor;
import dev.fanfare.core.transport.Connection;
import dev.fanfare.core.transport.ConnectionListener;
import dev.fanfare.core.transport.Framing;
import dev.fanfare.model.client.CloseReason;
import dev.fanfare.model.http.Headers;
import dev.fanfare.model.monitoring.MemoryKind;
import dev.fanfare.transport.netty.deflate.CompressionSettings;
import dev.fanfare.transport.netty.deflate.DeflateAgreement;
import dev.fanfare.transport.netty.deflate.ExtensionOffer;
import dev.fanfare.transport.netty.deflate.PerMessageDeflate;
import dev.fanfare.transport.netty.loop.NettyEventLoop;
import io.netty.channel.Channel;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** State shared by the WebSockets of a transport: settings, framings and native compression memory. Thread-safe. */
public final class WebSockets implements AutoCloseable {
    private static final int TRY_AGAIN_LATER = 1013;

    private final WebSocketSettings settings;
    private final MemoryGovernor governor;
    private final PerMessageDeflate deflate;
    /** Keyed by window bits. */
    private final Map<Integer, Framing> framings = new ConcurrentHashMap<>();

    public WebSockets(WebSocketSettings settings, MemoryGovernor governor) {
        this.governor = governor;
        this.settings = settings;
        this.deflate = new PerMessageDeflate(settings.compression());
    }

    /** Returns the time limit of the closing handshake, which also applies to streaming responses. */
    public Duration closeTimeout() {
        return settings.closeTimeout();
    }

    /** Returns the reason for closing a connection that needs more memory than the node has. */
    public static CloseReason shortOf(MemoryKind kind) {
        return new CloseReason(TRY_AGAIN_LATER, "the server is short of memory for " + kind.label());
    }

    /** Returns the memory budgets of the node. */
    public MemoryGovernor governor() {
        return governor;
    }

    /** Negotiates the extension for a valid handshake (RFC 6455, 4.2.2). */
    public Acceptance accept(Headers request) {
        var offers = ExtensionOffer.parse(request.all(OpeningHandshake.EXTENSIONS));
        return new Acceptance(offers == null ? null : deflate.negotiate(offers));
    }

    /** Returns the number of compressors and decompressors that hold native memory. */
    public int nativeObjects() {
        return deflate.alive();
    }

    /** Frees native memory; memory in use is freed after use. */
    @Override
    public void close() {
        deflate.close();
    }

    private MessageDeadlines deadlines(NettyEventLoop loop) {
        return loop.local(
                this,
                MessageDeadlines.class,
                () -> new MessageDeadlines(loop, settings.limits().messageTimeout()));
    }

    private Framing framing(@Nullable DeflateAgreement agreement) {
        return agreement == null
                ? WebSocketFraming.PLAIN
                : framings.computeIfAbsent(agreement.serverWindowBits(), this::newFraming);
    }

    private Framing newFraming(int windowBits) {
        var compression = settings.compression();
        return new DeflateFraming(
                name(compression, windowBits), compression.minBytes(), deflate.compressor(windowBits));
    }

    /** Names every setting that the bytes of a frame depend on. */
    private static String name(CompressionSettings compression, int windowBits) {
        return WebSocketFraming.PLAIN.name() + " deflate w" + windowBits + " l" + compression.level() + " m"
                + compression.minBytes();
    }

    /** A handshake that is being accepted. Confined to the connection's event loop. */
    public final class Acceptance {
        private final @Nullable DeflateAgreement agreement;

        private Acceptance(@Nullable DeflateAgreement agreement) {
            this.agreement = agreement;
        }

        /** Returns the header fields for the negotiated extension. */
        public Headers headers() {
            return agreement == null ? Headers.empty() : Headers.of(OpeningHandshake.EXTENSIONS, agreement.response());
        }

        /** Creates the handler of a channel. It must be added as the last handler of the pipeline immediately. */
        public WebSocketChannelHandler handler(
                Channel channel, NettyEventLoop loop, Function<Connection, ConnectionListener> listener) {
            var inflater =
                    agreement == null ? null : deflate.inflater(agreement, WebSocketChannelHandler.inflatingChunk());
            var assembler = new MessageAssembler(settings.limits(), inflater);
            var connection = new WebSocketConnection(
                    channel, loop, framing(agreement), settings.closeTimeout(), governor, assembler);
            return new WebSocketChannelHandler(connection, assembler, rate(loop), deadlines(loop), listener);
        }

        private MessageRate rate(NettyEventLoop loop) {
            return new MessageRate(settings.limits().maxMessagesPerSecond(), loop.nanoTime());
        }
    }
}
