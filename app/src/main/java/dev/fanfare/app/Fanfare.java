package dev.fanfare.app;

import dev.fanfare.app.route.OriginRule;
import dev.fanfare.core.memory.MemoryEngine;
import dev.fanfare.core.node.Node;
import dev.fanfare.core.port.Metrics;
import dev.fanfare.core.transport.HttpResponse;
import dev.fanfare.core.transport.Transport;
import dev.fanfare.transport.netty.NettyTransport;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;

/**
 * A realtime application: channels, and routes for WebSockets and HTTP, on a port of its own. Thread-safe; routes may be
 * added at any time.
 *
 * {@snippet :
 * var app = Fanfare.create();
 * var lobby = app.channel("lobby");
 * app.websocket("/ws/{client_id}", ws -> {
 *     int id = ws.pathInt("client_id");
 *     ws.subscribe(lobby);
 *     for (String text : ws.texts()) {
 *         lobby.publish("Client #" + id + " says: " + text);
 *     }
 *     lobby.publish("Client #" + id + " disconnected");
 * });
 * app.listen(8000);
 * }
 */
public final class Fanfare implements AutoCloseable {
    /** Time for handlers to end after their clients were disconnected. */
    private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(5);

    private final Transport transport;
    private final Node node;
    private final SocketContext context;
    private final Dispatcher dispatcher;
    private final AtomicBoolean closed = new AtomicBoolean();

    private Fanfare(FanfareSettings settings, Transport transport) {
        this.transport = transport;
        this.node = new Node(transport.loops(), memoryEngine(transport), settings.node(), Metrics.NONE);
        this.context = new SocketContext(node);
        this.dispatcher = new Dispatcher(context, new OriginRule(settings.allowedOrigins()));
    }

    private static MemoryEngine memoryEngine(Transport transport) {
        return new MemoryEngine(transport.loops().getFirst(), new SecureRandom());
    }

    /** An application with the default settings. */
    public static Fanfare create() {
        return create(FanfareSettings.DEFAULTS);
    }

    /** An application with these settings. */
    public static Fanfare create(FanfareSettings settings) {
        return create(settings, new NettyTransport(settings.transport()));
    }

    /**
     * An application on a transport of one's own, such as the test kit's {@code MemoryTransport}, which is closed with the
     * application.
     *
     * @param settings all but {@link FanfareSettings#transport} hold
     */
    public static Fanfare create(FanfareSettings settings, Transport transport) {
        return new Fanfare(settings, transport);
    }

    /**
     * The channel of this name; it needs no making.
     *
     * @throws IllegalArgumentException when the name is empty, longer than 255 characters or has control characters
     */
    public Channel channel(String name) {
        return new Channel(node, name);
    }

    /** Serves WebSockets on this path, such as {@code /ws/{client_id}}, each by the handler on its own virtual thread. */
    public void websocket(String path, WebSocketHandler handler) {
        dispatcher.socket(path, new FunctionRunner(handler));
    }

    /** Serves WebSockets on this path, each by a consumer of its own, which holds no thread while idle. */
    public void consumer(String path, Supplier<? extends Consumer> consumers) {
        dispatcher.socket(
                path,
                (context, handshake, parameters) ->
                        new ConsumerSocket(context, handshake, parameters, consumers.get()).connect());
    }

    /**
     * Serves WebSockets on this path by consumers that run on the event loop itself: the fastest way, for code that never
     * blocks. An event that takes more than 5 ms holds up all clients of its loop, and is logged.
     */
    public void nonBlockingConsumer(String path, Supplier<? extends Consumer> consumers) {
        dispatcher.socket(
                path,
                (context, handshake, parameters) ->
                        new LoopConsumerSocket(context, handshake, parameters, consumers.get()).connect());
    }

    /** Answers GET and HEAD on this path by the handler. */
    public void get(String path, RequestHandler handler) {
        dispatcher.request("GET", path, handler);
    }

    /** Answers GET and HEAD on this path with always the same response. */
    public void get(String path, HttpResponse response) {
        get(path, request -> response);
    }

    /** Answers POST on this path by the handler. */
    public void post(String path, RequestHandler handler) {
        dispatcher.request("POST", path, handler);
    }

    /** Lets every request pass this check first. */
    public void guard(Guard guard) {
        dispatcher.guard(guard);
    }

    /** Listens on all IPv4 addresses of this machine; see {@link #listen(String, int)}. */
    public InetSocketAddress listen(int port) {
        return listen("0.0.0.0", port);
    }

    /**
     * Begins to serve on this address, port 0 meaning any free one, and returns; may be called for several.
     *
     * @return the address that is bound
     * @throws UncheckedIOException when it can't be bound
     */
    public InetSocketAddress listen(String host, int port) {
        return transport.listen(new InetSocketAddress(host, port), dispatcher);
    }

    /**
     * Stops accepting, closes every client with 1001, gives handlers 5 seconds to end, and frees everything. Idempotent.
     *
     * @throws IllegalStateException on an event loop, which would wait for itself
     */
    @Override
    public void close() {
        if (node.inEventLoop()) {
            throw new IllegalStateException("an application can't be closed on one of its event loops");
        }
        if (closed.getAndSet(true)) {
            return;
        }
        transport.stopListening();
        node.disconnectAll()
                .toCompletableFuture()
                .completeOnTimeout(null, CLOSE_TIMEOUT.toSeconds(), TimeUnit.SECONDS)
                .join();
        context.threads().awaitEnd(CLOSE_TIMEOUT);
        transport.awaitClosed(CLOSE_TIMEOUT);
        node.close();
        transport.close();
    }
}
