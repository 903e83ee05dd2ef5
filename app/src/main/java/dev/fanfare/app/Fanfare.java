package dev.fanfare.app;

import dev.fanfare.app.internal.channel.AppContext;
import dev.fanfare.app.internal.channel.ChannelFamily;
import dev.fanfare.app.internal.channel.ChannelRelay;
import dev.fanfare.app.internal.channel.MountedChannels;
import dev.fanfare.app.internal.channel.NodeActivityMonitor;
import dev.fanfare.app.internal.channel.NodeChannel;
import dev.fanfare.app.internal.concurrent.HandlerThreads;
import dev.fanfare.app.internal.concurrent.Lifecycle;
import dev.fanfare.app.internal.dispatch.Dispatcher;
import dev.fanfare.app.internal.dispatch.RouteScope;
import dev.fanfare.app.internal.dispatch.RouteTable;
import dev.fanfare.app.internal.event.EventChannels;
import dev.fanfare.app.internal.json.Json;
import dev.fanfare.app.internal.route.OriginRule;
import dev.fanfare.core.concurrent.LoopThread;
import dev.fanfare.core.memory.MemoryEngine;
import dev.fanfare.core.node.Mount;
import dev.fanfare.core.node.Node;
import dev.fanfare.core.port.Engine;
import dev.fanfare.core.port.Relay;
import dev.fanfare.core.transport.Transport;
import dev.fanfare.model.channel.ChannelOptions;
import dev.fanfare.model.channel.InvalidChannelNameException;
import dev.fanfare.model.channel.Payload;
import dev.fanfare.model.client.CloseReason;
import dev.fanfare.model.client.DisconnectReason;
import dev.fanfare.transport.netty.NettyTransport;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A realtime application: channels, and routes for WebSockets and HTTP, on its own port. Thread-safe. Routes can be added at any time.
 *
 * {@snippet :
 * var app = Fanfare.create().closeOnShutdown();
 * var lobby = app.channel("lobby");
 * app.websocket("/ws/{client_id}", ws -> {
 *     int id = ws.pathInt("client_id");
 *     ws.subscribe(lobby);
 *     for (String text : ws.textMessages()) {
 *         lobby.publish("Client #" + id + " says: " + text);
 *     }
 *     lobby.publish("Client #" + id + " disconnected");
 * });
 * app.listen(8000);
 * }
 */
public final class Fanfare implements Routes, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Fanfare.class);
    /** Time for handlers to end after their clients were disconnected. */
    private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(5);

    private final Transport transport;
    private final Node node;
    private final AppContext context;
    private final RouteScope routes;
    private final OriginRule origins;
    private final Dispatcher dispatcher;
    private final Lifecycle lifecycle = new Lifecycle();
    private final List<Relay> relays = new CopyOnWriteArrayList<>();
    private final List<InetSocketAddress> addresses = new CopyOnWriteArrayList<>();
    private final AtomicBoolean closed = new AtomicBoolean();
    private final CompletableFuture<?> json = Json.load();

    private Fanfare(FanfareSettings settings, Transport transport, Engine engine) {
        this.transport = transport;
        this.node = new Node(transport.loops(), engine, settings.node(), settings.metrics(), transport.governor());
        this.context = new AppContext(node, new EventChannels(node, transport.loops()), transport.governor());
        var table = new RouteTable();
        this.routes = RouteScope.outermost(table, context);
        this.origins = new OriginRule(settings.allowedOrigins());
        this.dispatcher = new Dispatcher(context, table, routes, origins);
    }

    /** Creates an application with the default settings. */
    public static Fanfare create() {
        return create(FanfareSettings.DEFAULTS);
    }

    /** Creates an application with these settings. */
    public static Fanfare create(FanfareSettings settings) {
        return create(settings, new NettyTransport(settings.transport()));
    }

    /**
     * Creates an application on another transport, such as the test kit's {@code MemoryTransport}. The transport is closed with the
     * application, and also if this method fails.
     *
     * @param settings the settings; {@link FanfareSettings#transport} is ignored
     */
    public static Fanfare create(FanfareSettings settings, Transport transport) {
        return create(
                settings,
                transport,
                new MemoryEngine(transport.loops().getFirst(), new SecureRandom(), transport.governor()));
    }

    /**
     * Creates an application that is one node of a cluster. Nodes whose engines use the same system, such as one Redis, share channels,
     * presence, histories and users. The engine is closed with the application, and also if this method fails.
     */
    public static Fanfare create(FanfareSettings settings, Engine engine) {
        var transport = closingOnFailure(() -> new NettyTransport(settings.transport()), engine::close);
        return create(settings, transport, engine);
    }

    /** Creates an application on another transport and another engine. Both are closed with it, and also if this method fails. */
    public static Fanfare create(FanfareSettings settings, Transport transport, Engine engine) {
        return closingOnFailure(() -> new Fanfare(settings, transport, engine), engine::close, transport::close);
    }

    private static <T> T closingOnFailure(Supplier<T> creation, Runnable... closes) {
        try {
            return creation.get();
        } catch (RuntimeException | Error failure) {
            for (var close : closes) {
                try {
                    close.run();
                } catch (RuntimeException second) {
                    failure.addSuppressed(second);
                }
            }
            throw failure;
        }
    }

    /**
     * Returns the channel with this name; channels are created on first use. Its options are those declared for the name, else those of
     * the longest declared prefix, else {@link ChannelOptions#defaults}.
     *
     * @throws InvalidChannelNameException if the name is empty, longer than 255 characters or contains control characters; a handler
     *     need not catch it, because the client that sent the name is answered with 400
     */
    public Channel channel(String name) {
        return NodeChannel.of(context, name);
    }

    /**
     * Declares the options of one channel. Declare channels at startup, before clients subscribe. Use {@link #channels} for names that
     * are created from data.
     *
     * @throws InvalidChannelNameException if the name is invalid
     * @throws IllegalArgumentException if the engine does not support the options
     * @throws IllegalStateException if the channel was declared with other options, if a client has subscribed to it with other options,
     *     or if it is relayed and the options include history
     */
    public Channel channel(String name, ChannelOptions options) {
        node.requireServed(options);
        var channel = NodeChannel.of(context, name);
        context.declarations().declareName(name, options);
        return channel;
    }

    /**
     * Declares the options of all channels with this prefix. Declare channels at startup, before clients subscribe.
     *
     * @throws IllegalArgumentException if the engine does not support the options
     * @throws IllegalStateException as {@link #channel(String, ChannelOptions)} does
     */
    public Channels channels(String prefix, ChannelOptions options) {
        node.requireServed(options);
        return new ChannelFamily(context, prefix, context.declarations().declarePrefix(prefix, options));
    }

    /**
     * Bridges every channel with this prefix to an external system; the prefix is stripped from the external name. Each node delivers
     * the messages that it receives from the external system. A publication is sent to the external system only and returns from there.
     * Bridged channels have no history. The relay is closed with the application.
     *
     * {@snippet :
     * var redis = app.relay("redis:", RedisRelay.of("redis://localhost:6379", "channel:1"));
     * app.websocket("/ws", ws -> {
     *     ws.subscribe(redis.channel("channel:1"));
     *     ws.awaitClose();
     * });
     * }
     *
     * @throws IllegalStateException if one of the channels was declared with history, or if the prefix has a relay
     */
    public Channels relay(String prefix, Relay relay) {
        var channels = new ChannelRelay(prefix, relay, node);
        var family = context.declarations().relayPrefix(prefix, channels);
        relays.add(relay);
        channels.start();
        return new ChannelFamily(context, prefix, family);
    }

    /**
     * Sends a message to one client on any node: to its {@link SocketHandler#direct}, else directly to the client. Delivery is at most
     * once; a message to a disconnected client is dropped.
     *
     * @param client a {@link Socket#id}
     * @return fails with {@link dev.fanfare.model.channel.OverloadedException} if the client is connected to this node
     *     and the event loops of this node are overloaded
     */
    public CompletionStage<Void> send(String client, Payload message) {
        return node.clients().send(client, message);
    }

    /**
     * Closes all connections of a user on all nodes with 3503, and tells the clients not to reconnect.
     *
     * @param user the {@link Principal#user} of the clients
     */
    public CompletionStage<Void> disconnectUser(String user) {
        return node.clients().disconnect(user, DisconnectReason.FORCED.reason());
    }

    /**
     * Closes all connections of a user on all nodes, as {@link Socket#close(int, String)} does.
     *
     * @param code 1000 to 1003, 1007 to 1014 or 3000 to 4999 (RFC 6455, 7.4)
     * @param reason a text for the client
     * @throws IllegalArgumentException if the code is outside these ranges
     */
    public CompletionStage<Void> disconnectUser(String user, int code, String reason) {
        return node.clients().disconnect(user, CloseReason.sendable(code, reason));
    }

    /**
     * Closes one connection on any node; see {@link #disconnectUser(String, int, String)}.
     *
     * @param client a {@link Socket#id}
     */
    public CompletionStage<Void> disconnect(String client, int code, String reason) {
        return node.clients().disconnectClient(client, CloseReason.sendable(code, reason));
    }

    /** Ends all subscriptions of a user to the channel on all nodes; the connections stay open. */
    public CompletionStage<Void> unsubscribeUser(String user, Channel channel) {
        return node.clients().unsubscribe(user, channel.name());
    }

    @Override
    public void websocket(String path, WebSocketHandler handler) {
        routes.websocket(path, handler);
    }

    @Override
    public void socketHandler(String path, Function<? super Request, ? extends SocketHandler> handlers) {
        routes.socketHandler(path, handlers);
    }

    @Override
    public void eventLoopHandler(String path, Function<? super Request, ? extends SocketHandler> handlers) {
        routes.eventLoopHandler(path, handlers);
    }

    @Override
    public void handle(String method, String path, RequestHandler handler) {
        routes.handle(method, path, handler);
    }

    @Override
    public void handle(String method, String path, int maxBodyBytes, RequestHandler handler) {
        routes.handle(method, path, maxBodyBytes, handler);
    }

    @Override
    public void files(String path, Path directory) {
        routes.files(path, directory);
    }

    @Override
    public void resources(String path, Class<?> anchor, String directory) {
        routes.resources(path, anchor, directory);
    }

    @Override
    public void route(String prefix, Consumer<? super Routes> nested) {
        routes.route(prefix, nested);
    }

    @Override
    public void use(Middleware middleware) {
        routes.use(middleware);
    }

    /**
     * Serves a further protocol on the paths that it defines. Its clients share the channels of this application. The middleware and
     * the origin check of this application apply to every request. An expiring principal and the message checks of middleware also
     * apply to every connection.
     *
     * {@snippet :
     * app.mount(Centrifuge.open());
     * }
     *
     * @throws IllegalStateException if one of the paths has another protocol or a route
     */
    public void mount(Mount protocol) {
        protocol.mount(node, new MountedChannels(context)).forEach(dispatcher::mount);
    }

    /** Returns the monitor of disconnected clients and of occupied and vacated channels. */
    public ActivityMonitor activityMonitor() {
        return new NodeActivityMonitor(context);
    }

    /** Adds a check for every request, with or without a route. */
    public void guard(Guard guard) {
        dispatcher.guard(guard);
    }

    /** Runs an action on the first {@link #listen}, in registration order; immediately if the application is listening. */
    public void onStart(Runnable action) {
        lifecycle.onStart(action);
    }

    /**
     * Runs an action when the application closes, before its clients are disconnected, in reverse registration order. A failure is
     * logged, and the next action runs.
     */
    public void onStop(Runnable action) {
        lifecycle.onStop(action);
    }

    /**
     * Adds a listener that is called after an outage of the engine or of a relayed system, when publications may be lost. Use it to
     * reload state that the program derives from events, and to make clients reload. Channels with stream positions are not reported:
     * their clients recover from the history or are notified. The listener runs on a virtual thread and may block. A failure is logged.
     *
     * {@snippet :
     * app.onMissedPublications(missed -> missed.channels().forEach(name -> app.channel(name).publish("reload")));
     * }
     */
    public void onMissedPublications(Consumer<? super MissedPublications> listener) {
        node.onMissedPublications(names -> context.threads().start(() -> {
            try {
                listener.accept(new MissedPublications(
                        names.stream().map(EventChannels::plain).collect(Collectors.toUnmodifiableSet())));
            } catch (RuntimeException failure) {
                context.failures().report("listener for missed publications", failure);
            }
        }));
    }

    /** Listens on all network interfaces; see {@link #listen(String, int)}. */
    public InetSocketAddress listen(int port) {
        return listen("0.0.0.0", port);
    }

    /**
     * Starts to serve on this address and returns. Can be called for several addresses. Logs address, transport and engine.
     *
     * @param port the port; 0 for any free port
     * @return the bound address
     * @throws UncheckedIOException if the address cannot be bound
     * @throws IllegalStateException if the application is closed
     */
    public InetSocketAddress listen(String host, int port) {
        if (closed.get()) {
            throw new IllegalStateException("the application is closed");
        }
        lifecycle.start();
        json.join();
        return listening("listening on", transport.listen(new InetSocketAddress(host, port), dispatcher));
    }

    /**
     * Serves a protocol on an address of its own, such as one that only operators and the backend can reach. This address does not
     * serve the routes of the application. Connection limits, guards and middleware do not apply to it, but the origin check does.
     *
     * @param port the port; 0 for any free port
     * @return the bound address
     * @throws UncheckedIOException if the address cannot be bound
     * @throws IllegalStateException if the application is closed
     */
    public InetSocketAddress listenInternal(String host, int port, Mount protocol) {
        if (closed.get()) {
            throw new IllegalStateException("the application is closed");
        }
        lifecycle.start();
        var table = new RouteTable();
        var internal = new Dispatcher(context, table, RouteScope.outermost(table, context), origins);
        protocol.mount(node, new MountedChannels(context)).forEach(internal::mount);
        json.join();
        return listening(
                "internal port: listening on", transport.listenInternal(new InetSocketAddress(host, port), internal));
    }

    private InetSocketAddress listening(String what, InetSocketAddress bound) {
        addresses.add(bound);
        LOG.info(
                "{} {}:{} ({}, {})",
                what,
                bound.getAddress().getHostAddress(),
                bound.getPort(),
                transport.description(),
                node.engine().description());
        return bound;
    }

    /** Returns why the application cannot accept connections now, such as exhausted file descriptors; empty if it can. */
    public Optional<String> fault() {
        return transport.fault();
    }

    /**
     * Closes the application when the JVM shuts down, for example on SIGTERM. Call it in a program that does not close the application
     * itself.
     *
     * @return this application
     */
    public Fanfare closeOnShutdown() {
        var hook = Thread.ofPlatform().name("fanfare-shutdown").unstarted(this::close);
        Runtime.getRuntime().addShutdownHook(hook);
        onStop(() -> {
            try {
                Runtime.getRuntime().removeShutdownHook(hook);
            } catch (IllegalStateException shutdownInProgress) {
                LOG.debug("the JVM is shutting down: {}", shutdownInProgress.getMessage());
            }
        });
        return this;
    }

    /** Returns the bound addresses in the order of their {@link #listen} calls. */
    public List<InetSocketAddress> addresses() {
        return List.copyOf(addresses);
    }

    /**
     * Stops listening, disconnects all clients with 1001, waits up to 5 seconds for handlers to end, and releases all resources.
     * Idempotent.
     *
     * @throws IllegalStateException on an event loop or in a handler, which would wait for itself
     */
    @Override
    public void close() {
        close(DisconnectReason.SHUTDOWN.reason(), Duration.ZERO);
    }

    /**
     * Closes for a restart: stops listening, disconnects clients with 1012, so that they reconnect, evenly over this time, and then
     * closes as {@link #close} does. Blocks until the application is closed.
     *
     * @throws IllegalArgumentException if the time is negative
     * @throws IllegalStateException as {@link #close} does
     */
    public void drain(Duration over) {
        if (over.isNegative()) {
            throw new IllegalArgumentException("the drain time must not be negative, got " + over);
        }
        close(DisconnectReason.RESTART.reason(), over);
    }

    private void close(CloseReason reason, Duration over) {
        if (LoopThread.isCurrent()) {
            throw new IllegalStateException("close() must not block an event loop: call it on another thread");
        }
        if (HandlerThreads.isHandler()) {
            throw new IllegalStateException(
                    "close() waits for handlers to end and must not be called in one: call it on another thread");
        }
        if (closed.getAndSet(true)) {
            return;
        }
        transport.stopListening();
        lifecycle.stop();
        node.disconnectAll(reason, over)
                .toCompletableFuture()
                .completeOnTimeout(null, over.plus(CLOSE_TIMEOUT).toMillis(), TimeUnit.MILLISECONDS)
                .join();
        context.threads().awaitEnd(CLOSE_TIMEOUT);
        context.close();
        relays.forEach(Relay::close);
        transport.awaitClosed(CLOSE_TIMEOUT);
        node.close();
        transport.close();
    }
}
