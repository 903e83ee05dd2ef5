package dev.fanfare.protocol.centrifuge;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.fanfare.core.node.ClientChannels;
import dev.fanfare.core.node.Mount;
import dev.fanfare.core.node.Node;
import dev.fanfare.core.transport.HttpHandler;
import dev.fanfare.model.access.AccessControl;
import dev.fanfare.model.access.Expiry;
import dev.fanfare.model.access.Grant;
import dev.fanfare.model.http.HttpResponse;
import dev.fanfare.protocol.centrifuge.client.ClientContext;
import dev.fanfare.protocol.centrifuge.client.CommandLimiter;
import dev.fanfare.protocol.centrifuge.client.EmulatedSessions;
import dev.fanfare.protocol.centrifuge.client.LiveClients;
import dev.fanfare.protocol.centrifuge.client.SharedReplies;
import dev.fanfare.protocol.centrifuge.settings.CentrifugeSettings;
import dev.fanfare.protocol.centrifuge.settings.CommandRates;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Serves clients of the Centrifuge SDKs over WebSocket, HTTP streams and server-sent events. Thread-safe. The clients use the
 * channels of the application, with the options that the application declares for them.
 */
public final class Centrifuge implements Mount {
    /** Path for SDKs over WebSocket. */
    public static final String WEBSOCKET = "/connection/websocket";

    /** Path for SDKs over an HTTP stream of lines. */
    public static final String HTTP_STREAM = "/connection/http_stream";

    /** Path for SDKs over server-sent events. */
    public static final String SSE = "/connection/sse";

    /** Path for the commands of SDKs over HTTP streams and server-sent events. */
    public static final String EMULATION = "/emulation";

    /** Path for unidirectional clients over WebSocket. */
    public static final String UNI_WEBSOCKET = "/connection/uni_websocket";

    /** Path for unidirectional clients over an HTTP stream of lines. */
    public static final String UNI_HTTP_STREAM = "/connection/uni_http_stream";

    /** Path for unidirectional clients over server-sent events. */
    public static final String UNI_SSE = "/connection/uni_sse";

    /** Path for availability checks of clients. */
    public static final String INIT = "/connection/init";

    private final Supplier<? extends AccessControl> access;
    private final CentrifugeSettings settings;
    private final InstantSource clock;
    private final CommandLimiter limiter;
    private final AtomicReference<@Nullable LiveClients> live = new AtomicReference<>();

    private Centrifuge(Supplier<? extends AccessControl> access, CentrifugeSettings settings, InstantSource clock) {
        this.access = access;
        this.settings = settings;
        this.clock = clock;
        this.limiter = new CommandLimiter(settings.rates());
    }

    /** Admits every client and allows everything. For servers that are reachable from this machine only. */
    public static Centrifuge open() {
        return with(AccessControl.allowAll());
    }

    /** Uses this access control with default settings. */
    public static Centrifuge with(AccessControl access) {
        return with(access, CentrifugeSettings.DEFAULTS);
    }

    /** Uses this access control and these settings. */
    public static Centrifuge with(AccessControl access, CentrifugeSettings settings) {
        return with(access, settings, InstantSource.system());
    }

    /** Uses access control that can change; the supplier is called for each decision. */
    public static Centrifuge with(Supplier<? extends AccessControl> access, CentrifugeSettings settings) {
        return new Centrifuge(access, settings, InstantSource.system());
    }

    /** Uses this clock for the expiry of connections and subscriptions. */
    public static Centrifuge with(AccessControl access, CentrifugeSettings settings, InstantSource clock) {
        return new Centrifuge(() -> access, settings, clock);
    }

    /**
     * Adds a server-side subscription to a user's clients on all nodes, unless they are subscribed to the channel.
     *
     * @return completes when the action is sent to all nodes, at most once
     * @throws IllegalStateException if this is not mounted
     */
    public CompletionStage<Void> subscribe(String user, String channel, Grant grant) {
        return live().subscribe(LiveClients.Target.user(user), channel, grant, null);
    }

    /**
     * Replaces the time limit of a user's connections on all nodes and informs the clients.
     *
     * @return completes when the action is sent to all nodes, at most once
     * @throws IllegalStateException if this is not mounted
     */
    public CompletionStage<Void> refresh(String user, Expiry expiry) {
        return live().refresh(LiveClients.Target.user(user), expiry);
    }

    /** Replaces the {@link CentrifugeSettings#rates} for new connections. */
    public void limit(CommandRates rates) {
        limiter.change(rates);
    }

    /**
     * Returns the actions on connected clients.
     *
     * @throws IllegalStateException if this is not mounted
     */
    public LiveClients live() {
        var clients = live.get();
        if (clients == null) {
            throw new IllegalStateException("not mounted: call Fanfare.mount with this object first");
        }
        return clients;
    }

    @Override
    public Map<String, HttpHandler> mount(Node node, ClientChannels channels) {
        var context = new ClientContext(
                node, channels, access, settings, clock, new EmulatedSessions(), limiter, new SharedReplies());
        if (!live.compareAndSet(null, new LiveClients(context))) {
            throw new IllegalStateException("already mounted: create another Centrifuge for another application");
        }
        return Map.of(
                WEBSOCKET, new WebSocketEndpoint(context, true),
                HTTP_STREAM, new StreamEndpoint(context, "http_stream", true, false),
                SSE, new StreamEndpoint(context, "sse", true, true),
                EMULATION, new EmulationEndpoint(context),
                UNI_WEBSOCKET, new WebSocketEndpoint(context, false),
                UNI_HTTP_STREAM, new StreamEndpoint(context, "uni_http_stream", false, false),
                UNI_SSE, new StreamEndpoint(context, "uni_sse", false, true),
                INIT, exchange -> exchange.respond(HttpResponse.of(200, "application/json", "{}".getBytes(UTF_8))));
    }
}
