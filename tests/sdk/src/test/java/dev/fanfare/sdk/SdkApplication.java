package dev.fanfare.sdk;

import dev.fanfare.app.Fanfare;
import dev.fanfare.app.FanfareSettings;
import dev.fanfare.app.JsonResponse;
import dev.fanfare.app.Request;
import dev.fanfare.app.RequestRefusedException;
import dev.fanfare.core.port.Engine;
import dev.fanfare.engine.redis.RedisEngine;
import dev.fanfare.engine.redis.RedisSettings;
import dev.fanfare.engine.redis.server.RedisProcess;
import dev.fanfare.model.channel.ChannelOptions;
import dev.fanfare.model.channel.HistoryRetention;
import dev.fanfare.model.channel.Payload;
import dev.fanfare.model.channel.Publication;
import dev.fanfare.model.channel.PublishOptions;
import dev.fanfare.model.channel.RecoveryMode;
import dev.fanfare.model.http.HttpResponse;
import dev.fanfare.protocol.centrifuge.Centrifuge;
import dev.fanfare.protocol.centrifuge.settings.CentrifugeSettings;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** An application for clients of the SDK, with control routes for the scenarios. Thread-safe. */
final class SdkApplication implements AutoCloseable {
    private static final long PATIENCE_SECONDS = 120;
    private static final int KEPT = 200;
    private static final int KEPT_SHORTLY = 3;
    private static final Duration LONG = Duration.ofMinutes(10);

    /** Short delays after the expiry of tokens. */
    private static final CentrifugeSettings IMPATIENT = new CentrifugeSettings(
            CentrifugeSettings.DEFAULTS.staleAfter(),
            CentrifugeSettings.DEFAULTS.refusedCloseDelay(),
            Duration.ofSeconds(3),
            Duration.ofSeconds(3),
            CentrifugeSettings.DEFAULTS.maxMessageBytes(),
            CentrifugeSettings.DEFAULTS.maxWaitingCommands(),
            CentrifugeSettings.DEFAULTS.maxBytesPerSecond(),
            CentrifugeSettings.DEFAULTS.historyLimit(),
            CentrifugeSettings.DEFAULTS.includesTime(),
            CentrifugeSettings.DEFAULTS.rates());

    private final Fanfare app;
    private final String url;

    private SdkApplication(Fanfare app, CentrifugeSettings settings) {
        this(app, settings, Map.of());
    }

    /** Creates an application with further control routes. */
    private SdkApplication(Fanfare app, CentrifugeSettings settings, Map<String, Runnable> actions) {
        this.app = app;
        app.channels("", kept(KEPT));
        app.channels("short-", kept(KEPT_SHORTLY));
        app.channels("latest-", kept(KEPT).recovery(RecoveryMode.CACHE_RECOVERY));
        app.channels("plain-", ChannelOptions.defaults());
        app.mount(Centrifuge.with(new SdkAccess(), settings));
        app.route("/control", control -> {
            control.post("/publish", this::publish);
            control.post("/flood", this::flood);
            control.post("/message", this::message);
            control.post("/disconnect", this::disconnect);
            control.post("/unsubscribe", this::unsubscribe);
            actions.forEach((path, action) -> control.post(path, request -> {
                action.run();
                return done();
            }));
        });
        this.url = "http://127.0.0.1:" + app.listen("127.0.0.1", 0).getPort();
    }

    /** An application on one node. */
    static SdkApplication inMemory() {
        return new SdkApplication(Fanfare.create(), CentrifugeSettings.DEFAULTS);
    }

    /** An application on one node with short timeouts for pongs and tokens. */
    static SdkApplication impatient() {
        var settings = FanfareSettings.DEFAULTS.withPing(Duration.ofSeconds(4), Duration.ofMillis(3900));
        return new SdkApplication(Fanfare.create(settings), IMPATIENT);
    }

    /** An application on one of several nodes. */
    static SdkApplication on(RedisProcess redis) {
        return new SdkApplication(Fanfare.create(FanfareSettings.DEFAULTS, engine(redis)), CentrifugeSettings.DEFAULTS);
    }

    /** An application with control routes for losses of its Redis server. */
    static SdkApplication losing(RedisProcess redis) {
        return new SdkApplication(
                Fanfare.create(FanfareSettings.DEFAULTS, engine(redis)),
                CentrifugeSettings.DEFAULTS,
                Map.of("/save", redis::save, "/lose", redis::loseSinceSave, "/fail-over", redis::failOver));
    }

    /** The base URL, without a trailing slash. */
    String url() {
        return url;
    }

    @Override
    public void close() {
        app.close();
    }

    private static Engine engine(RedisProcess redis) {
        var engine = new RedisEngine(RedisSettings.of(redis.url()));
        engine.ready()
                .toCompletableFuture()
                .orTimeout(PATIENCE_SECONDS, TimeUnit.SECONDS)
                .join();
        return engine;
    }

    private HttpResponse publish(Request request) {
        var publication = Publication.of(Payload.validatedJson(request.bytes()))
                .withTags(Map.of("color", required(request, "color")));
        app.channel(required(request, "channel")).publish(publication, PublishOptions.NONE);
        return done();
    }

    private HttpResponse flood(Request request) {
        var channel = app.channel(required(request, "channel"));
        int first = number(request, "first");
        var filler = "x".repeat(number(request, "bytes"));
        for (int i = first; i < first + number(request, "count"); i++) {
            channel.publishJson(Map.of("number", i, "filler", filler));
        }
        return done();
    }

    private HttpResponse message(Request request) {
        app.send(required(request, "client"), Payload.validatedJson(request.bytes()))
                .toCompletableFuture()
                .join();
        return done();
    }

    private HttpResponse disconnect(Request request) {
        app.disconnectUser(required(request, "user"), number(request, "code"), "by the application")
                .toCompletableFuture()
                .join();
        return done();
    }

    private HttpResponse unsubscribe(Request request) {
        app.unsubscribeUser(required(request, "user"), app.channel(required(request, "channel")))
                .toCompletableFuture()
                .join();
        return done();
    }

    private static HttpResponse done() {
        return JsonResponse.of(Map.of());
    }

    private static String required(Request request, String name) {
        return request.query(name)
                .orElseThrow(() -> new RequestRefusedException(400, "the query parameter " + name + " is missing"));
    }

    private static int number(Request request, String name) {
        return Integer.parseInt(required(request, name));
    }

    private static ChannelOptions kept(int publications) {
        return ChannelOptions.defaults()
                .withHistory(new HistoryRetention(publications, LONG, LONG))
                .recovery()
                .presence()
                .joinLeave();
    }
}
