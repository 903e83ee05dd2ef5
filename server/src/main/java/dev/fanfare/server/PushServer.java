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
import dev.fanfare.server.metrics.Monitoring;
import dev.fanfare.server.push.RedisPushBridge;
import dev.fanfare.server.webhook.Webhook;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A push server: clients connect with their SDKs, a backend publishes by HTTP. Thread-safe. */
public final class PushServer implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(PushServer.class);

    private final ServerConfig config;
    private final Monitoring monitoring;
    private final Fanfare app;
    private final RedisPushBridge redisPush;
    private final CurrentPolicy rules = new CurrentPolicy();
    private final Centrifuge centrifuge;
    private final ServerDrain farewell = new ServerDrain();

    private PushServer(ServerConfig config, Monitoring monitoring, Fanfare app) {
        this.config = config;
        this.monitoring = monitoring;
        this.app = app;
        this.redisPush = RedisPushBridge.of(config);
        this.centrifuge = Centrifuge.with(() -> rules.get().access(), new NodeAssembly(config).centrifuge());
        app.mount((node, channels) -> handlers(node));
    }

    /**
     * A server on sockets of its own, which does not listen yet.
     *
     * @throws IllegalArgumentException when the configuration can't be used
     */
    public static PushServer create(ServerConfig config) {
        var assembly = new NodeAssembly(config);
        return assembled(
                config,
                settings -> config.engine().type() == EngineOptions.Type.REDIS
                        ? Fanfare.create(settings, new RedisEngine(assembly.redis()))
                        : Fanfare.create(settings));
    }

    /** A server on a transport of one's own, such as one in memory for tests, with its history in memory. */
    public static PushServer create(ServerConfig config, Transport transport) {
        return assembled(config, settings -> Fanfare.create(settings, transport));
    }

    private static PushServer assembled(ServerConfig config, Function<FanfareSettings, Fanfare> apps) {
        var monitoring = config.prometheus().enabled() ? Monitoring.prometheus() : Monitoring.off();
        var app = apps.apply(new NodeAssembly(config).app(monitoring.metrics()));
        try {
            return new PushServer(config, monitoring, app);
        } catch (RuntimeException wrong) {
            app.close();
            monitoring.close();
            throw wrong;
        }
    }

    /** Begins to serve, and tells where. */
    public InetSocketAddress listen() {
        var http = config.httpServer();
        var address = app.listen(http.address(), http.port());
        LOG.info("listening on {}", address);
        return address;
    }

    /**
     * Takes from another configuration what may change while the server runs: keys, namespaces, proxies, rates. Clients that are
     * connected stay, and their subscriptions stay as they were made.
     *
     * @return the options that differ from those the server began with, and hold after a restart only
     * @throws IllegalArgumentException when it can't be used; nothing has changed then
     * @throws IllegalStateException when the server has ended
     */
    public List<String> reload(ServerConfig next) {
        rules.change(next);
        centrifuge.limit(new NodeAssembly(next).rates());
        return ServerConfig.LOADER.changes(config, next).stream()
                .filter(change -> !change.reloadable() || isSwitchOfTheApi(change.path(), next))
                .map(OptionChange::path)
                .toList();
    }

    private boolean isSwitchOfTheApi(String path, ServerConfig next) {
        return path.startsWith("http-api.")
                && config.httpApi().isEnabled() != next.httpApi().isEnabled();
    }

    /**
     * Is not ready any more, tells clients to come back elsewhere, spread over the configured time, and then ends. Meanwhile it
     * answers load balancers and the backend; clients that come are told at once. Called again, or with {@link #close}, it ends now.
     */
    public void drain() {
        farewell.say(config.shutdown().drainDuration());
        app.drain(Duration.ZERO);
        closeRest();
    }

    /** Ends at once. */
    @Override
    public void close() {
        farewell.cut();
        app.close();
        closeRest();
    }

    private void closeRest() {
        rules.close();
        redisPush.close();
        monitoring.close();
    }

    private Map<String, HttpHandler> handlers(Node node) {
        Webhook.attach(config.webhook(), node, monitoring.registry());
        var channels = new ServerChannels(node, () -> rules.get().namespaces(), redisPush);
        rules.begin(config, set -> new AccessPolicy(set, node, channels));
        redisPush.serve(
                app,
                node,
                () -> rules.get().config().client(),
                () -> rules.get().tokens().connections());
        var handlers = new LinkedHashMap<>(centrifuge.mount(node, channels));
        keepEnabled(handlers);
        limitRate(handlers);
        if (config.httpApi().isEnabled()) {
            handlers.putAll(api(node, channels).handlers());
        } else {
            LOG.info("the API is off: http-api.key is not set");
        }
        monitoring.watch(node);
        handlers.putAll(monitoring.handlers());
        farewell.to(node);
        var health = new Health(() -> node.engine().isReady() && redisPush.isReady(), farewell::isBegun);
        if (config.health().enabled()) {
            handlers.put("/health", health::health);
        }
        if (config.ready().enabled()) {
            handlers.put("/ready", health::ready);
        }
        return handlers;
    }

    private ServerApi api(Node node, ServerChannels channels) {
        return new ServerApi(
                node,
                channels,
                centrifuge.live(),
                () -> rules.get().api(),
                (method, params) -> rules.get().proxies().rpc().call(method, params),
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
