package dev.fanfare.server;

import dev.fanfare.app.Fanfare;
import dev.fanfare.app.FanfareSettings;
import dev.fanfare.config.ConfigLoader.OptionChange;
import dev.fanfare.core.node.Node;
import dev.fanfare.core.transport.HttpHandler;
import dev.fanfare.core.transport.Transport;
import dev.fanfare.engine.redis.RedisEngine;
import dev.fanfare.protocol.centrifuge.Centrifuge;
import dev.fanfare.server.api.ServerApi;
import dev.fanfare.server.channel.ServerChannels;
import dev.fanfare.server.config.EngineOptions;
import dev.fanfare.server.config.ServerConfig;
import dev.fanfare.server.config.WeakSecret;
import dev.fanfare.server.metrics.Monitoring;
import dev.fanfare.server.push.RedisPushBridge;
import dev.fanfare.server.webhook.Webhook;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The push server: clients connect with their SDKs, and a backend publishes over HTTP. Thread-safe. */
public final class PushServer implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(PushServer.class);

    private final ServerConfig config;
    private final Monitoring monitoring;
    private final Fanfare app;
    private final RedisPushBridge redisPush;
    private final CurrentPolicy policy = new CurrentPolicy();
    private final Centrifuge centrifuge;
    private final ServerDrain drain = new ServerDrain();

    private PushServer(ServerConfig config, Monitoring monitoring, Fanfare app) {
        this.config = config;
        this.monitoring = monitoring;
        this.app = app;
        this.redisPush = RedisPushBridge.of(config);
        this.centrifuge = Centrifuge.with(() -> policy.get().access(), new NodeAssembly(config).centrifuge());
        app.mount((node, channels) -> handlers(node));
    }

    /**
     * Creates a server on sockets, which does not listen yet.
     *
     * @throws IllegalArgumentException if the configuration is invalid
     */
    public static PushServer create(ServerConfig config) {
        var assembly = new NodeAssembly(config);
        return assembled(
                config,
                settings -> config.engine().type() == EngineOptions.Type.REDIS
                        ? Fanfare.create(settings, new RedisEngine(assembly.redis()))
                        : Fanfare.create(settings));
    }

    /** Creates a server on a given transport, such as one in memory for tests, with the memory engine. */
    public static PushServer create(ServerConfig config, Transport transport) {
        return assembled(config, settings -> Fanfare.create(settings, transport));
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
        assembled(config, Fanfare::create).close();
    }

    private static PushServer assembled(ServerConfig config, Function<FanfareSettings, Fanfare> apps) {
        var monitoring = config.prometheus().enabled() ? Monitoring.prometheus() : Monitoring.off();
        var app = apps.apply(new NodeAssembly(config).app(monitoring.metrics()));
        try {
            return new PushServer(config, monitoring, app);
        } catch (RuntimeException invalid) {
            app.close();
            monitoring.close();
            throw invalid;
        }
    }

    /** Starts to listen; returns the address. */
    public InetSocketAddress listen() {
        var http = config.httpServer();
        return app.listen(http.address(), http.port());
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
        policy.begin(config, next -> new AccessPolicy(next, node, channels));
        redisPush.serve(
                app,
                node,
                () -> policy.get().config().client(),
                () -> policy.get().tokens().connections());
        warnIfInsecure(config);
        var handlers = new LinkedHashMap<>(centrifuge.mount(node, channels));
        keepEnabled(handlers);
        limitRate(handlers);
        if (config.httpApi().isEnabled()) {
            handlers.putAll(api(node, channels).handlers());
        } else {
            LOG.info("the HTTP API is off; set http-api.key to enable it");
        }
        monitoring.watch(node);
        handlers.putAll(monitoring.handlers());
        drain.to(node);
        var health = new Health(() -> node.engine().isReady() && redisPush.isReady(), drain::isBegun);
        if (config.health().enabled()) {
            handlers.put("/health", health::health);
        }
        if (config.ready().enabled()) {
            handlers.put("/ready", health::ready);
        }
        return handlers;
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
        int perSecond = config.client().limits().connectionRateLimit();
        if (perSecond > 0) {
            var rate = new ConnectionRate(perSecond);
            handlers.replaceAll((path, handler) -> path.equals(Centrifuge.EMULATION) ? handler : rate.before(handler));
        }
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
