package dev.fanfare.server;

import dev.fanfare.app.Fanfare;
import dev.fanfare.app.FanfareSettings;
import dev.fanfare.config.ConfigLoader.OptionChange;
import dev.fanfare.core.node.Node;
import dev.fanfare.core.transport.HttpHandler;
import dev.fanfare.core.transport.Transport;
import dev.fanfare.engine.redis.RedisEngine;
import dev.fanfare.model.http.HttpRequest;
import dev.fanfare.model.http.HttpResponse;
import dev.fanfare.protocol.centrifuge.Centrifuge;
import dev.fanfare.server.access.UserBlocks;
import dev.fanfare.server.admin.Admin;
import dev.fanfare.server.admin.AdminAccess;
import dev.fanfare.server.admin.AdminSource;
import dev.fanfare.server.api.ServerApi;
import dev.fanfare.server.channel.ServerChannels;
import dev.fanfare.server.config.AllowedHosts;
import dev.fanfare.server.config.EngineOptions;
import dev.fanfare.server.config.ServerConfig;
import dev.fanfare.server.config.WeakSecret;
import dev.fanfare.server.metrics.Monitoring;
import dev.fanfare.server.push.RedisPushBridge;
import dev.fanfare.server.webhook.Webhook;
import dev.fanfare.transport.netty.NettyTransport;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The push server: clients connect with their SDKs, and a backend publishes over HTTP. Thread-safe. */
public final class PushServer implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(PushServer.class);
    private static final String HEALTH = "/health";
    private static final String READY = "/ready";

    private final ServerConfig config;
    private final Monitoring monitoring;
    private final Fanfare app;
    private final RedisPushBridge redisPush;
    private final CurrentPolicy policy = new CurrentPolicy();
    private final Centrifuge centrifuge;
    private final ServerDrain drain = new ServerDrain();
    private final UserBlocks blocks = new UserBlocks(InstantSource.system());
    /** The endpoints for operators and the backend, by path. */
    private final Map<String, HttpHandler> internal = new LinkedHashMap<>();

    private PushServer(ServerConfig config, Monitoring monitoring, Fanfare app) {
        this.config = config;
        this.monitoring = monitoring;
        this.app = app;
        this.redisPush = RedisPushBridge.of(config);
        this.centrifuge = Centrifuge.with(() -> policy.get().access(), new NodeAssembly(config).centrifuge());
        app.mount((node, channels) -> handlers(node));
        var hosts = new AllowedHosts(config.httpServer().allowedHosts());
        app.guard(request -> checkHost(hosts, request));
    }

    /** Probes of orchestrators contain the address of a container. */
    private static Optional<HttpResponse> checkHost(AllowedHosts hosts, HttpRequest request) {
        boolean permitted = request.path().equals(HEALTH)
                || request.path().equals(READY)
                || hosts.permits(request.headers().first("host").orElse(""));
        return permitted
                ? Optional.empty()
                : Optional.of(HttpResponse.text(
                        421, "this server does not serve the requested host: add it to http-server.allowed-hosts"));
    }

    /**
     * Creates a server on sockets, which does not listen yet.
     *
     * @throws IllegalArgumentException if the configuration is invalid
     */
    public static PushServer create(ServerConfig config) {
        return assembled(config, (settings, monitoring) -> onSockets(config, settings, monitoring));
    }

    private static Fanfare onSockets(ServerConfig config, FanfareSettings settings, Monitoring monitoring) {
        var transport = new NettyTransport(settings.transport());
        monitoring.watch(transport);
        if (config.engine().type() == EngineOptions.Type.MEMORY) {
            return Fanfare.create(settings, transport);
        }
        RedisEngine engine;
        try {
            engine = new RedisEngine(new NodeAssembly(config).redis());
        } catch (RuntimeException invalid) {
            transport.close();
            throw invalid;
        }
        return Fanfare.create(settings, transport, engine);
    }

    /** Creates a server on a given transport, such as one in memory for tests, with the memory engine. */
    public static PushServer create(ServerConfig config, Transport transport) {
        return assembled(config, (settings, monitoring) -> Fanfare.create(settings, transport));
    }

    /**
     * Checks everything that {@link #create(ServerConfig)} checks, TLS files included. Does not listen or connect.
     *
     * @throws IllegalArgumentException if the configuration is invalid
     */
    public static void check(ServerConfig config) {
        if (config.engine().type() == EngineOptions.Type.REDIS) {
            new NodeAssembly(config).redis();
        }
        assembled(config, (settings, monitoring) -> Fanfare.create(settings)).close();
    }

    private static PushServer assembled(ServerConfig config, BiFunction<FanfareSettings, Monitoring, Fanfare> apps) {
        var monitoring = monitoring(config);
        var app = created(config, monitoring, apps);
        try {
            return new PushServer(config, monitoring, app);
        } catch (RuntimeException invalid) {
            app.close();
            monitoring.close();
            throw invalid;
        }
    }

    private static Monitoring monitoring(ServerConfig config) {
        if (config.prometheus().enabled()) {
            return Monitoring.prometheus();
        }
        return servesAdmin(config) ? Monitoring.withoutEndpoint() : Monitoring.off();
    }

    private static boolean servesAdmin(ServerConfig config) {
        return config.admin().isEnabled() && config.httpServer().hasInternalPort();
    }

    private static Fanfare created(
            ServerConfig config, Monitoring monitoring, BiFunction<FanfareSettings, Monitoring, Fanfare> apps) {
        try {
            return apps.apply(new NodeAssembly(config).app(monitoring.metrics()), monitoring);
        } catch (RuntimeException invalid) {
            monitoring.close();
            throw invalid;
        }
    }

    /** Starts to listen; returns the public address. The internal port opens first. */
    public InetSocketAddress listen() {
        var http = config.httpServer();
        if (http.hasInternalPort()) {
            app.listenInternal(http.internalHost(), http.internalPort(), (node, channels) -> internal);
        }
        return app.listen(http.address(), http.port());
    }

    /** Returns the addresses on which the server listens: that of the internal port first, if there is one. */
    public List<InetSocketAddress> addresses() {
        return app.addresses();
    }

    /**
     * Applies the options of another configuration that can change while the server runs: keys, namespaces, proxies, rate limits.
     * Connected clients stay connected, and their subscriptions do not change.
     *
     * @return the changed options that require a restart
     * @throws IllegalArgumentException if the configuration is invalid; nothing changes then
     * @throws IllegalStateException if the server is closed
     */
    public List<String> reload(ServerConfig next) {
        requireStrongSecrets(next);
        policy.change(next);
        warnIfInsecure(next);
        centrifuge.limit(new NodeAssembly(next).rates());
        return ServerConfig.LOADER.changes(config, next).stream()
                .filter(change -> !change.reloadable() || switchesApi(change.path(), next))
                .map(OptionChange::path)
                .toList();
    }

    /** The address does not change on a reload, so the rules of the current address apply. */
    private void requireStrongSecrets(ServerConfig next) {
        var weak = next.weakSecrets();
        if (!config.httpServer().isLoopback() && !weak.isEmpty()) {
            throw new IllegalArgumentException(weak.stream()
                    .map(secret -> secret.key() + " " + secret.problem())
                    .collect(Collectors.joining("; ")));
        }
    }

    private boolean switchesApi(String path, ServerConfig next) {
        return path.startsWith("http-api.")
                && config.httpApi().isEnabled() != next.httpApi().isEnabled();
    }

    /**
     * Reports the server as not ready, closes the clients' connections over the configured duration so that they reconnect to other
     * nodes, and then closes the server. Until then, load balancers and the backend receive responses, and new clients
     * are disconnected at once. A second call, or {@link #close}, closes the server immediately.
     */
    public void drain() {
        drain.run(config.shutdown().drainDuration());
        app.drain(Duration.ZERO);
        closeRest();
    }

    /** Closes the server immediately. */
    @Override
    public void close() {
        drain.cut();
        app.close();
        closeRest();
    }

    private void closeRest() {
        policy.close();
        redisPush.close();
        monitoring.close();
    }

    private Map<String, HttpHandler> handlers(Node node) {
        Webhook.attach(config.webhook(), node, monitoring.registry());
        var channels = new ServerChannels(node, () -> policy.get().namespaces(), redisPush);
        policy.begin(config, next -> new AccessPolicy(next, node, channels, blocks));
        redisPush.serve(
                app,
                node,
                () -> policy.get().config().client(),
                () -> policy.get().tokens().connections());
        node.traces().showData(channels::showsDataInTraces);
        warnIfInsecure(config);
        var handlers = new LinkedHashMap<>(centrifuge.mount(node, channels));
        keepEnabled(handlers);
        limitRate(handlers);
        if (config.httpApi().isEnabled()) {
            internal.putAll(api(node, channels).handlers());
        } else {
            LOG.info("the HTTP API is off; set http-api.key to enable it");
        }
        monitoring.watch(node);
        internal.putAll(monitoring.handlers());
        drain.to(node);
        serveAdmin(node, channels);
        var health = new Health(() -> node.engine().isReady() && redisPush.isReady(), drain::isBegun, app::fault);
        if (config.health().enabled()) {
            internal.put(HEALTH, health::health);
        }
        if (config.ready().enabled()) {
            internal.put(READY, health::ready);
        }
        if (!config.httpServer().hasInternalPort()) {
            handlers.putAll(internal);
        }
        return handlers;
    }

    /** The public port never serves the admin page. */
    private void serveAdmin(Node node, ServerChannels channels) {
        if (!servesAdmin(config)) {
            LOG.info("the admin page is off; set http-server.internal-port and admin.password to enable it at /admin");
            return;
        }
        var source = new AdminSource(
                monitoring.registry(),
                version(),
                () -> ConfigDigests.of(policy.get().config()),
                new ServerControls(drain, config.shutdown().drainDuration(), policy, blocks));
        var admin = Admin.of(
                AdminAccess.of(config.admin(), config.httpServer().tls().isSet()), source);
        app.onStop(admin::close);
        internal.putAll(admin.mount(node, channels));
    }

    private static void warnIfInsecure(ServerConfig config) {
        if (config.client().access().insecure()) {
            LOG.warn("client.insecure is set: all clients can connect, subscribe and publish without authentication");
        }
        if (!config.weakSecrets().isEmpty()) {
            LOG.warn(
                    "these secrets are weak: {}; replace them before other machines can reach the server",
                    config.weakSecrets().stream().map(WeakSecret::key).collect(Collectors.joining(", ")));
        }
        if (config.httpApi().insecure()) {
            LOG.warn("http-api.insecure is set: the API does not require a key");
        }
    }

    private ServerApi api(Node node, ServerChannels channels) {
        return new ServerApi(
                node,
                channels,
                centrifuge.live(),
                () -> policy.get().api(),
                (method, params) -> policy.get().proxies().rpc().call(method, params),
                node.topics().self(),
                version(),
                monitoring.registry());
    }

    private void limitRate(Map<String, HttpHandler> handlers) {
        var rate = new ConnectionRate(config.client().limits());
        handlers.replaceAll((path, handler) -> switch (path) {
            case Centrifuge.EMULATION -> handler;
            case Centrifuge.WEBSOCKET, Centrifuge.UNI_WEBSOCKET -> rate.before(handler, true);
            default -> rate.before(handler, false);
        });
    }

    private void keepEnabled(Map<String, HttpHandler> handlers) {
        remove(handlers, config.websocket().enabled(), Centrifuge.WEBSOCKET);
        remove(handlers, config.httpStream().enabled(), Centrifuge.HTTP_STREAM);
        remove(handlers, config.sse().enabled(), Centrifuge.SSE);
        remove(handlers, config.emulation().enabled(), Centrifuge.EMULATION);
        remove(handlers, config.uniWebsocket().enabled(), Centrifuge.UNI_WEBSOCKET);
        remove(handlers, config.uniSse().enabled(), Centrifuge.UNI_SSE);
        remove(handlers, config.uniHttpStream().enabled(), Centrifuge.UNI_HTTP_STREAM);
    }

    private static void remove(Map<String, HttpHandler> handlers, boolean enabled, String path) {
        if (!enabled) {
            handlers.remove(path);
        }
    }

    private static String version() {
        var version = PushServer.class.getPackage().getImplementationVersion();
        return version == null ? "development" : version;
    }
}
