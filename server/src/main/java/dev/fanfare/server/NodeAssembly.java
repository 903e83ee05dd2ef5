package dev.fanfare.server;

import dev.fanfare.app.FanfareSettings;
import dev.fanfare.config.value.Frequency;
import dev.fanfare.config.value.RedisAddress;
import dev.fanfare.core.hub.HubSettings;
import dev.fanfare.core.hub.PositionSettings;
import dev.fanfare.core.node.NodeSettings;
import dev.fanfare.core.node.PresenceSettings;
import dev.fanfare.core.session.SessionSettings;
import dev.fanfare.engine.redis.RedisSettings;
import dev.fanfare.model.access.Rate;
import dev.fanfare.model.monitoring.Metrics;
import dev.fanfare.protocol.centrifuge.settings.CentrifugeSettings;
import dev.fanfare.protocol.centrifuge.settings.CommandRates;
import dev.fanfare.protocol.centrifuge.settings.CommandRates.Operation;
import dev.fanfare.server.config.RateOptions;
import dev.fanfare.server.config.ServerConfig;
import dev.fanfare.transport.netty.NettySettings;
import dev.fanfare.transport.netty.accept.ConnectionLimits;
import dev.fanfare.transport.netty.http.HttpSettings;
import dev.fanfare.transport.netty.loop.IoBackend;
import dev.fanfare.transport.netty.tls.TlsSettings;
import dev.fanfare.transport.netty.websocket.WebSocketSettings;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.Set;

/** Converts the configuration to the settings of the components. Immutable. */
record NodeAssembly(ServerConfig config) {
    private static final Duration PRESENCE_EXPIRY = Duration.ofSeconds(60);
    private static final Duration FLUSH = Duration.ofSeconds(5);

    FanfareSettings app(Metrics metrics) {
        return new FanfareSettings(
                transport(), node(), Set.copyOf(config.client().access().allowedOrigins()), metrics);
    }

    CentrifugeSettings centrifuge() {
        var timing = config.client().timing();
        return new CentrifugeSettings(
                timing.staleCloseDelay(),
                CentrifugeSettings.DEFAULTS.refusedCloseDelay(),
                timing.expiredCloseDelay(),
                timing.expiredSubCloseDelay(),
                Math.toIntExact(config.websocket().messageSizeLimit().bytes()),
                CentrifugeSettings.DEFAULTS.maxWaitingCommands(),
                Math.toIntExact(config.client().limits().commandBytesPerSecond().bytes()),
                config.client().limits().historyMaxPublicationLimit(),
                config.client().connectIncludeServerTime(),
                rates());
    }

    CommandRates rates() {
        var limits = config.client().rateLimit();
        return new CommandRates(rates(limits.connection()), rates(limits.user()));
    }

    private static Map<Operation, Rate> rates(RateOptions.Commands limits) {
        var rates = new EnumMap<Operation, Rate>(Operation.class);
        put(rates, Operation.ANY, limits.any());
        put(rates, Operation.SUBSCRIBE, limits.subscribe());
        put(rates, Operation.PUBLISH, limits.publish());
        put(rates, Operation.HISTORY, limits.history());
        put(rates, Operation.PRESENCE, limits.presence());
        put(rates, Operation.RPC, limits.rpc());
        put(rates, Operation.MESSAGE, limits.message());
        put(rates, Operation.REFRESH, limits.refresh());
        return rates;
    }

    private static void put(Map<Operation, Rate> rates, Operation operation, Frequency limit) {
        if (limit.isSet()) {
            rates.put(operation, new Rate(limit.count(), limit.per()));
        }
    }

    RedisSettings redis() {
        var redis = config.engine().redis();
        return RedisSettings.of(redis.address().stream().map(RedisAddress::url).toArray(String[]::new))
                .withPrefix(redis.prefix());
    }

    private NettySettings transport() {
        var tls = config.httpServer().tls();
        var defaults = NettySettings.DEFAULTS;
        return new NettySettings(
                backend(),
                defaults.loops(),
                config.memory().limits(),
                connections(),
                tls.isSet() ? TlsSettings.pem(Path.of(tls.certFile()), Path.of(tls.keyFile())) : null,
                http(defaults.http()),
                webSocket(defaults.webSocket()));
    }

    private HttpSettings http(HttpSettings defaults) {
        return defaults.withLimits(
                defaults.limits().withMaxRequests(config.httpServer().requestLimitPerConnection()));
    }

    private WebSocketSettings webSocket(WebSocketSettings defaults) {
        return defaults.withLimits(
                defaults.limits().withMessageTimeout(config.websocket().messageTimeout()));
    }

    private ConnectionLimits connections() {
        var limits = config.client().limits();
        int unauthenticated = limits.unauthenticatedConnectionLimit();
        return new ConnectionLimits(
                limits.connectionLimit(),
                limits.connectionLimitPerAddress(),
                unauthenticated == 0 ? ConnectionLimits.DEFAULTS.maxUnauthenticated() : unauthenticated);
    }

    private IoBackend backend() {
        return switch (config.httpServer().io()) {
            case AUTO -> NettySettings.DEFAULTS.backend();
            case NIO -> IoBackend.NIO;
            case EPOLL -> IoBackend.EPOLL;
            case IO_URING -> IoBackend.IO_URING;
        };
    }

    private NodeSettings node() {
        var limits = config.client().limits();
        var timing = config.client().timing();
        var session = new SessionSettings(
                Math.toIntExact(limits.queueMaxSize().bytes()),
                limits.channelLimit(),
                timing.pingInterval(),
                timing.pongTimeout(),
                FLUSH);
        var positions = new PositionSettings(
                timing.channelPositionCheckDelay(),
                PositionSettings.DEFAULTS.lag(),
                PositionSettings.DEFAULTS.recentBytes());
        return new NodeSettings(
                session,
                HubSettings.DEFAULTS.withPositions(positions),
                new PresenceSettings(timing.presenceUpdateInterval(), PRESENCE_EXPIRY),
                limits.recoveryMaxPublicationLimit());
    }
}
