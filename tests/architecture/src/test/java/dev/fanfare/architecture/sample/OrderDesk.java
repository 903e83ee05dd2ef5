package dev.fanfare.architecture.sample;

import dev.fanfare.app.Channels;
import dev.fanfare.app.Fanfare;
import dev.fanfare.app.FanfareSettings;
import dev.fanfare.app.Request;
import dev.fanfare.app.jwt.TokenKey;
import dev.fanfare.app.security.Authentication;
import dev.fanfare.app.security.BearerTokens;
import dev.fanfare.app.security.RateLimit;
import dev.fanfare.engine.redis.RedisEngine;
import dev.fanfare.engine.redis.RedisRelay;
import dev.fanfare.engine.redis.RedisSettings;
import dev.fanfare.engine.redis.connection.LinkSettings;
import dev.fanfare.model.access.AccessControl;
import dev.fanfare.model.access.Rate;
import dev.fanfare.model.channel.ChannelOptions;
import dev.fanfare.model.http.HttpResponse;
import dev.fanfare.model.monitoring.MemoryKind;
import dev.fanfare.model.monitoring.Metrics;
import dev.fanfare.protocol.centrifuge.Centrifuge;
import dev.fanfare.protocol.centrifuge.settings.CentrifugeSettings;
import dev.fanfare.protocol.centrifuge.settings.CommandRates;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;

/** Orders whose status staff and customers follow. */
final class OrderDesk {
    record Order(String id, String status) {}

    private final Channels orders;

    OrderDesk(Fanfare app, TokenKey key) {
        orders = app.channels(
                "order:",
                ChannelOptions.history(20, Duration.ofHours(1)).recovery().presence());
        app.use(RateLimit.requests(100, Duration.ofSeconds(1)));
        app.route("/staff", staff -> {
            staff.use(Authentication.by(BearerTokens.verifiedBy(key)).require());
            staff.post("/orders", this::change);
            staff.websocket("/orders/{id}", ws -> {
                ws.subscribeWithHistory(orders.channel(ws.path("id")), 1);
                ws.awaitClose();
            });
        });
        app.mount(Centrifuge.with(AccessControl.allowAll(), centrifugeSettings()));
    }

    private HttpResponse change(Request request) {
        var order = request.json(Order.class);
        orders.channel(order.id()).publishJson(order);
        return HttpResponse.text(200, "");
    }

    static FanfareSettings settings(Metrics metrics) {
        // region: settings
        var settings = FanfareSettings.DEFAULTS
                .withAllowedOrigins(Set.of("https://shop.example"))
                .withMetrics(metrics)
                .withPing(Duration.ofSeconds(10), Duration.ofSeconds(5))
                .withOutboxMaxBytes(256 * 1024)
                .withMaxSubscriptions(20)
                .withRecoveryLimit(1_000)
                .withMaxMessageBytes(64 * 1024)
                .withMaxBodyBytes(256 * 1024)
                .withMaxConnections(100_000, 50)
                .withMemoryLimit(MemoryKind.HISTORIES, 512L << 20);
        // endregion
        return settings;
    }

    static Fanfare encrypted() {
        // region: tls
        var settings = FanfareSettings.DEFAULTS.withTls(Path.of("chain.pem"), Path.of("key.pem"));
        var app = Fanfare.create(settings); // withTlsKeyStore(store, password) reads a PKCS#12 file
        // endregion
        return app;
    }

    static Fanfare onRedis() {
        // region: redis
        var engine = new RedisEngine(RedisSettings.of("redis://10.0.0.5:6379"));
        var app = Fanfare.create(FanfareSettings.DEFAULTS, engine);
        // endregion
        return app;
    }

    static Fanfare onPrivateRedis(Path certificates) {
        var link = LinkSettings.DEFAULTS.withTrustedCertificates(certificates);
        var engine = new RedisEngine(RedisSettings.of("rediss://redis.example:6379")
                .withPrefix("shop")
                .withLink(link));
        var app = Fanfare.create(FanfareSettings.DEFAULTS, engine);
        var relay = RedisRelay.of("redis://localhost:6379", "news");
        app.relay("redis:", relay);
        app.get(
                "/status",
                request -> HttpResponse.text(
                        engine.health().isReady() && relay.health().ready() ? 200 : 503, ""));
        return app;
    }

    private static CentrifugeSettings centrifugeSettings() {
        return CentrifugeSettings.DEFAULTS
                .withMaxMessageBytes(16 * 1024)
                .withHistoryLimit(50)
                .withRates(CommandRates.NONE.perConnection(
                        CommandRates.Operation.SUBSCRIBE, new Rate(10, Duration.ofSeconds(1))));
    }
}
