package dev.fanfare.server;

import dev.fanfare.app.Fanfare;
import dev.fanfare.app.FanfareSettings;
import dev.fanfare.core.node.Node;
import dev.fanfare.core.transport.HttpHandler;
import dev.fanfare.core.transport.Transport;
import dev.fanfare.engine.redis.RedisEngine;
import dev.fanfare.protocol.centrifuge.Centrifuge;
import dev.fanfare.server.access.AccessTokens;
import dev.fanfare.server.access.ConfiguredAccess;
import dev.fanfare.server.access.Tokens;
import dev.fanfare.server.api.ApiAccess;
import dev.fanfare.server.api.ServerApi;
import dev.fanfare.server.channel.Namespaces;
import dev.fanfare.server.channel.ServerChannels;
import dev.fanfare.server.config.EngineOptions;
import dev.fanfare.server.config.HttpApiOptions;
import dev.fanfare.server.config.ServerConfig;
import dev.fanfare.server.metrics.Monitoring;
import dev.fanfare.server.proxy.Proxies;
import dev.fanfare.server.push.RedisPush;
import dev.fanfare.server.token.TokenVerifier;
import dev.fanfare.server.webhook.Webhook;
import java.net.InetSocketAddress;
import java.time.InstantSource;
import java.util.LinkedHashMap;
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
    private final TokenVerifier connectionTokens;
    private final TokenVerifier subscriptionTokens;
    private final RedisPush redisPush;
    private final Proxies proxies;
    private volatile boolean draining;

    private PushServer(ServerConfig config, Monitoring monitoring, Fanfare app) {
        this.config = config;
        this.monitoring = monitoring;
        this.app = app;
        var client = config.client();
        this.connectionTokens = new TokenVerifier(Tokens.settings(client.token()), InstantSource.system());
        this.subscriptionTokens = client.subscriptionToken().enabled()
                ? new TokenVerifier(Tokens.settings(client.subscriptionToken().token()), InstantSource.system())
                : connectionTokens;
        this.redisPush = RedisPush.of(config);
        this.proxies = new Proxies(config);
        app.mount((node, channels) -> handlers(node));
    }

    /**
     * A server on sockets of its own, which does not listen yet.
     *
     * @throws IllegalArgumentException when the configuration asks for what is not served, or can't be used
     */
    public static PushServer create(ServerConfig config) {
        Unserved.require(config);
        var assembly = new NodeAssembly(config);
        return assembled(
                config,
                settings -> config.engine().type() == EngineOptions.Type.REDIS
                        ? Fanfare.create(settings, new RedisEngine(assembly.redis()))
                        : Fanfare.create(settings));
    }

    /** A server on a transport of one's own, such as one in memory for tests, with its history in memory. */
    public static PushServer create(ServerConfig config, Transport transport) {
        Unserved.require(config);
        return assembled(config, settings -> Fanfare.create(settings, transport));
    }

    /**
     * Refuses a configuration that asks for what this version does not serve.
     *
     * @throws IllegalArgumentException with the keys
     */
    public static void requireServed(ServerConfig config) {
        Unserved.require(config);
    }

    private static PushServer assembled(ServerConfig config, Function<FanfareSettings, Fanfare> apps) {
        var monitoring = config.prometheus().enabled() ? Monitoring.prometheus() : Monitoring.off();
        var app = apps.apply(new NodeAssembly(config).app(monitoring.metrics()));
        try {
            return new PushServer(config, monitoring, app);
        } catch (RuntimeException wrong) {
            app.close();
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

    /** Is not ready any more, tells clients to come back elsewhere, spread over the configured time, and ends. */
    public void drain() {
        draining = true;
        app.drain(config.shutdown().drainDuration());
        closeRest();
    }

    /** Ends at once. */
    @Override
    public void close() {
        draining = true;
        app.close();
        closeRest();
    }

    private void closeRest() {
        proxies.close();
        connectionTokens.close();
        subscriptionTokens.close();
        redisPush.close();
        monitoring.close();
    }

    private Map<String, HttpHandler> handlers(Node node) {
        Webhook.attach(config.webhook(), node, monitoring.registry());
        redisPush.serve(app, node, connectionTokens);
        var channels = new ServerChannels(node, new Namespaces(config.channel()), redisPush);
        var tokens = new AccessTokens(connectionTokens, subscriptionTokens);
        var access = new ConfiguredAccess(config.client(), channels, node, tokens, proxies);
        var centrifuge = Centrifuge.with(access, new NodeAssembly(config).centrifuge());
        var handlers = new LinkedHashMap<>(centrifuge.mount(node, channels));
        keepEnabled(handlers);
        limitRate(handlers);
        if (config.httpApi().isEnabled()) {
            handlers.putAll(api(node, channels, centrifuge).handlers());
        } else {
            LOG.info("the API is off: http-api.key is not set");
        }
        monitoring.watch(node);
        handlers.putAll(monitoring.handlers());
        var health = new Health(node, () -> draining);
        if (config.health().enabled()) {
            handlers.put("/health", health::health);
        }
        if (config.ready().enabled()) {
            handlers.put("/ready", health::ready);
        }
        return handlers;
    }

    private ServerApi api(Node node, ServerChannels channels, Centrifuge centrifuge) {
        var api = config.httpApi();
        var access =
                new ApiAccess(api.key().text(), api.insecure(), api.errorMode() == HttpApiOptions.ErrorMode.TRANSPORT);
        return new ServerApi(
                node,
                channels,
                centrifuge.live(),
                access,
                proxies.rpc()::call,
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
