package dev.fanfare.app;

import dev.fanfare.app.event.EventChannels;
import dev.fanfare.app.internal.HandlerThreads;
import dev.fanfare.app.route.OriginRule;
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
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.function.Function;

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
 *     for (String text : ws.textMessages()) {
 *         lobby.publish("Client #" + id + " says: " + text);
 *     }
 *     lobby.publish("Client #" + id + " disconnected");
 * });
 * app.listen(8000);
 * }
 */
public final class Fanfare implements Routes, AutoCloseable {
    /** Time for handlers to end after their clients were disconnected. */
    private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(5);

    private final Transport transport;
    private final Node node;
    private final SocketContext context;
    private final RouteScope routes;
    private final Dispatcher dispatcher;
    private final Lifecycle lifecycle = new Lifecycle();
    private final List<Relay> relays = new CopyOnWriteArrayList<>();
    private final List<InetSocketAddress> addresses = new CopyOnWriteArrayList<>();
    private final AtomicBoolean closed = new AtomicBoolean();

    private Fanfare(FanfareSettings settings, Transport transport, Engine engine) {
        this.transport = transport;
        this.node = new Node(transport.loops(), engine, settings.node(), settings.metrics());
        this.context = new SocketContext(node, new EventChannels(node, transport.loops()));
        var table = new RouteTable();
        this.routes = RouteScope.outermost(table);
        this.dispatcher = new Dispatcher(context, table, routes, new OriginRule(settings.allowedOrigins()));
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
        return create(settings, transport, memoryEngine(transport));
    }

    /**
     * An application that is one of many nodes: those whose engines have the same system, such as one Redis, share channels,
     * presence, histories and users. The engine is closed with the application, or now when this fails.
     */
    public static Fanfare create(FanfareSettings settings, Engine engine) {
        var transport = HandedOver.to(() -> new NettyTransport(settings.transport()), engine::close);
        return create(settings, transport, engine);
    }

    /** An application on a transport and an engine of one's own; see the two above. Both are closed when this fails. */
    public static Fanfare create(FanfareSettings settings, Transport transport, Engine engine) {
        return HandedOver.to(() -> new Fanfare(settings, transport, engine), engine::close, transport::close);
    }

    /**
     * The channel of this name; it needs no making. It behaves as was declared for its name, or else for names that begin
     * like it, the longest such beginning counting, or else as {@link ChannelOptions#DEFAULTS} says.
     *
     * @throws InvalidChannelNameException when the name is empty, longer than 255 characters or has control characters; a handler
     *     that lets it pass through answers 400, for such a name came from the client
     */
    public Channel channel(String name) {
        return new Channel(context, name);
    }

    /**
     * Declares how the channel of this name behaves: once, where the program begins. For names that are made from data there
     * is {@link #channels}.
     *
     * @throws InvalidChannelNameException as above
     * @throws IllegalArgumentException when the engine can't serve the options
     * @throws IllegalStateException when the channel was declared with other options, or stands for one of another system and
     *     shall have a history
     */
    public Channel channel(String name, ChannelOptions options) {
        node.requireServed(options);
        var channel = new Channel(context, name);
        context.declarations().requireServed(name, options);
        context.declarations().named(name).behave(options);
        return channel;
    }

    /**
     * Declares how the channels behave whose names begin like this: once, where the program begins.
     *
     * @throws IllegalArgumentException when the engine can't serve the options
     * @throws IllegalStateException when they were declared with other options
     */
    public Channels channels(String prefix, ChannelOptions options) {
        node.requireServed(options);
        context.declarations().requireServed(prefix, options);
        var family = context.declarations().family(prefix);
        family.behave(options);
        return new Channels(context, prefix, family);
    }

    /**
     * Lets the channels whose names begin like this stand for those of another system, whose names are the rest: what arrives
     * there reaches the clients of each node, and what is published here goes there, and comes back from there once. They have
     * no history, for the other system has none: each node hands out what it hears. Closed with the application.
     *
     * {@snippet :
     * var redis = app.relay("redis:", RedisRelay.of("redis://localhost:6379", "channel:1"));
     * app.websocket("/ws", ws -> {
     *     ws.subscribe(redis.channel("channel:1"));
     *     ws.awaitClose();
     * });
     * }
     *
     * @throws IllegalStateException when one of those channels was declared with a history, or has a relay
     */
    public Channels relay(String prefix, Relay relay) {
        context.declarations().requireRelayable(prefix);
        var family = context.declarations().family(prefix);
        var channels = new ChannelRelay(prefix, relay, node);
        family.relayBy(channels);
        relays.add(relay);
        channels.start();
        return new Channels(context, prefix, family);
    }

    /**
     * Sends a message to one client, on whichever node it is: to its {@link SocketHandler#direct}, or else on to the client. At
     * most once; a client that is gone gets nothing, and nobody is told.
     *
     * @param client a {@link Socket#id}
     */
    public CompletionStage<Void> send(String client, Payload message) {
        return node.clients().send(client, message);
    }

    /**
     * Ends all connections of a user, on all nodes, with 3503, and they shall not come back by themselves.
     *
     * @param user the {@link Principal#user} that the authentication in front has found
     */
    public CompletionStage<Void> disconnectUser(String user) {
        return node.clients().disconnect(user, DisconnectReason.FORCED.reason());
    }

    /**
     * Ends all connections of a user, on all nodes, as {@link Socket#close(int, String)} does.
     *
     * @param code 1000 to 1003, 1007 to 1014 or 3000 to 4999 (RFC 6455, 7.4)
     * @param reason words for the client
     * @throws IllegalArgumentException for another code
     */
    public CompletionStage<Void> disconnectUser(String user, int code, String reason) {
        return node.clients().disconnect(user, CloseReason.sendable(code, reason));
    }

    /**
     * Ends one connection, on whichever node it is, as {@link #disconnectUser(String, int, String)} ends all of a user's.
     *
     * @param client a {@link Socket#id}
     */
    public CompletionStage<Void> disconnect(String client, int code, String reason) {
        return node.clients().disconnectClient(client, CloseReason.sendable(code, reason));
    }

    /** Ends all of a user's subscriptions of the channel, on all nodes; the connections stay. */
    public CompletionStage<Void> unsubscribeUser(String user, Channel channel) {
        return node.clients().unsubscribe(user, channel.name());
    }

    @Override
    public void websocket(String path, WebSocketHandler handler) {
        routes.websocket(path, handler);
    }

    @Override
    public void socketHandler(String path, Function<? super Request, ? extends SocketHandler> consumers) {
        routes.socketHandler(path, consumers);
    }

    @Override
    public void eventLoopHandler(String path, Function<? super Request, ? extends SocketHandler> consumers) {
        routes.eventLoopHandler(path, consumers);
    }

    @Override
    public void handle(String method, String path, RequestHandler handler) {
        routes.handle(method, path, handler);
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
     * Offers a protocol of its own beside the routes, on the paths that it names; its clients share the channels of this
     * application, and its pages must be allowed ones, as those of WebSockets.
     *
     * {@snippet :
     * app.mount(Centrifuge.open());
     * }
     *
     * @throws IllegalStateException when one of the paths is taken by another
     */
    public void mount(Mount protocol) {
        protocol.mount(node, new ProtocolChannels(context)).forEach(dispatcher::mount);
    }

    /** Where a program is told of clients that go, and of channels that are occupied and vacated. */
    public ActivityMonitor activityMonitor() {
        return new ActivityMonitor(context);
    }

    /** Lets every request pass this check first, whether it has a route or not. */
    public void guard(Guard guard) {
        dispatcher.guard(guard);
    }

    /** Runs this when the application begins to listen for the first time, in the order of these calls; at once when it has. */
    public void onStart(Runnable action) {
        lifecycle.onStart(action);
    }

    /**
     * Runs this when the application closes, before its clients are disconnected, the last one first. A failure is logged
     * and hinders nothing.
     */
    public void onStop(Runnable action) {
        lifecycle.onStop(action);
    }

    /**
     * Runs this when the engine, or the system that a relay stands for, was away and is back: what was published meanwhile did not
     * reach the channels it names, and nothing will bring it. Channels with positions are not among them: their clients recover from the
     * history, or are told. It is the moment to read again what the program keeps from events, and to let clients do so. Runs
     * on a virtual thread, so it may block; a failure is logged.
     *
     * {@snippet :
     * app.onMissedPublications(missed -> missed.channels().forEach(name -> app.channel(name).publish("reload")));
     * }
     */
    public void onMissedPublications(Consumer<? super MissedPublications> listener) {
        node.onMissedPublications(names -> context.threads().start(() -> {
            try {
                listener.accept(MissedPublications.of(names));
            } catch (RuntimeException failure) {
                context.failures().report("a listener of what was missed", failure);
            }
        }));
    }

    /** Listens on all addresses of this machine; see {@link #listen(String, int)}. */
    public InetSocketAddress listen(int port) {
        return listen("0.0.0.0", port);
    }

    /**
     * Begins to serve on this address, port 0 meaning any free one, and returns; may be called for several.
     *
     * @return the address that is bound
     * @throws UncheckedIOException when it can't be bound
     * @throws IllegalStateException when the application is closed
     */
    public InetSocketAddress listen(String host, int port) {
        if (closed.get()) {
            throw new IllegalStateException("the application is closed");
        }
        lifecycle.start();
        var bound = transport.listen(new InetSocketAddress(host, port), dispatcher);
        addresses.add(bound);
        return bound;
    }

    /** The addresses it listens on, in the order in which it began to. */
    public List<InetSocketAddress> addresses() {
        return List.copyOf(addresses);
    }

    /**
     * Stops accepting, closes every client with 1001, gives handlers 5 seconds to end, and frees everything. Idempotent.
     *
     * @throws IllegalStateException on an event loop or in a handler, which would wait for itself
     */
    @Override
    public void close() {
        close(DisconnectReason.SHUTDOWN.reason(), Duration.ZERO);
    }

    /**
     * Closes for a restart: stops accepting, closes clients with 1012, which invites them to come back, spread over this time so
     * that they do not all come at once, and then ends as {@link #close} does. Blocks until all is done.
     *
     * @throws IllegalArgumentException when the time is negative
     * @throws IllegalStateException as {@link #close} does
     */
    public void drain(Duration over) {
        if (over.isNegative()) {
            throw new IllegalArgumentException("draining takes no time or some, not " + over);
        }
        close(DisconnectReason.RESTART.reason(), over);
    }

    private void close(CloseReason reason, Duration over) {
        if (node.inEventLoop()) {
            throw new IllegalStateException("an application can't be closed on one of its event loops");
        }
        if (HandlerThreads.isHandler()) {
            throw new IllegalStateException(
                    "a handler can't close its application, which would wait for it: let another thread do that");
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
