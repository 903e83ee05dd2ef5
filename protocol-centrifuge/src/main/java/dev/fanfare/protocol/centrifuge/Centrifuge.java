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
import dev.fanfare.protocol.centrifuge.client.CentrifugeSettings;
import dev.fanfare.protocol.centrifuge.client.ClientContext;
import dev.fanfare.protocol.centrifuge.client.CommandLimiter;
import dev.fanfare.protocol.centrifuge.client.CommandRates;
import dev.fanfare.protocol.centrifuge.client.EmulatedSessions;
import dev.fanfare.protocol.centrifuge.client.Entrance;
import dev.fanfare.protocol.centrifuge.client.LiveClients;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Serves clients of the Centrifuge SDKs: by WebSocket, or by streams with their commands
 * in requests of their own. What they publish and subscribe are the program's own channels, with the options that were declared for them.
 */
public final class Centrifuge implements Mount {
    /** Where WebSockets of SDKs connect. */
    public static final String WEBSOCKET = "/connection/websocket";

    /** Where SDKs connect that can't have WebSockets, for a stream of lines. */
    public static final String HTTP_STREAM = "/connection/http_stream";

    /** Where SDKs connect that can't have WebSockets, for server-sent events. */
    public static final String SSE = "/connection/sse";

    /** Where those two send their commands. */
    public static final String EMULATION = "/emulation";

    /** Where programs listen that send nothing. */
    public static final String UNI_WEBSOCKET = "/connection/uni_websocket";

    /** Where programs listen that send nothing, to a stream of lines. */
    public static final String UNI_HTTP_STREAM = "/connection/uni_http_stream";

    /** Where programs listen that send nothing, to server-sent events. */
    public static final String UNI_SSE = "/connection/uni_sse";

    /** Answers clients that look whether the server is there. */
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

    /** Lets everybody do everything: for programs that only listen to this machine. */
    public static Centrifuge open() {
        return with(AccessControl.allowAll());
    }

    /** Lets in whom this lets in. */
    public static Centrifuge with(AccessControl access) {
        return with(access, CentrifugeSettings.DEFAULTS);
    }

    /** The same with other limits. */
    public static Centrifuge with(AccessControl access, CentrifugeSettings settings) {
        return with(access, settings, InstantSource.system());
    }

    /** Like {@link #with(AccessControl, CentrifugeSettings)}, with access control that may change: it is read for each decision. */
    public static Centrifuge with(Supplier<? extends AccessControl> access, CentrifugeSettings settings) {
        return new Centrifuge(access, settings, InstantSource.system());
    }

    /** The same with another clock, which says when connections and subscriptions expire. */
    public static Centrifuge with(AccessControl access, CentrifugeSettings settings, InstantSource clock) {
        return new Centrifuge(() -> access, settings, clock);
    }

    /**
     * Subscribes a user's clients on all nodes to the channel, as if they had been when they connected; those that are
     * subscribed stay so.
     *
     * @return completes when all nodes were told; at most once
     * @throws IllegalStateException when this is not mounted
     */
    public CompletionStage<Void> subscribe(String user, String channel, Grant grant) {
        return live().subscribe(LiveClients.Target.user(user), channel, grant, null);
    }

    /**
     * Lets a user's connections on all nodes live so long from now on, and tells the clients.
     *
     * @return completes when all nodes were told; at most once
     * @throws IllegalStateException when this is not mounted
     */
    public CompletionStage<Void> refresh(String user, Expiry expiry) {
        return live().refresh(LiveClients.Target.user(user), expiry);
    }

    /** Limits how often clients may do things that connect from now on, instead of {@link CentrifugeSettings#rates}. */
    public void limit(CommandRates rates) {
        limiter.change(rates);
    }

    /**
     * What can be done to clients that are connected.
     *
     * @throws IllegalStateException when this is not mounted
     */
    public LiveClients live() {
        var clients = live.get();
        if (clients == null) {
            throw new IllegalStateException("mount it first: it has no clients yet");
        }
        return clients;
    }

    @Override
    public Map<String, HttpHandler> mount(Node node, ClientChannels channels) {
        var context = new ClientContext(node, channels, access, settings, clock, new EmulatedSessions(), limiter);
        if (!live.compareAndSet(null, new LiveClients(context))) {
            throw new IllegalStateException("it is mounted already");
        }
        return Map.of(
                WEBSOCKET, new WebSocketEndpoint(context, true),
                HTTP_STREAM, new StreamEndpoint(context, new Entrance("http_stream", true, true, false), false),
                SSE, new StreamEndpoint(context, new Entrance("sse", true, true, false), true),
                EMULATION, new EmulationEndpoint(context),
                UNI_WEBSOCKET, new WebSocketEndpoint(context, false),
                UNI_HTTP_STREAM,
                        new StreamEndpoint(context, new Entrance("uni_http_stream", false, false, false), false),
                UNI_SSE, new StreamEndpoint(context, new Entrance("uni_sse", false, false, false), true),
                INIT, exchange -> exchange.respond(HttpResponse.of(200, "application/json", "{}".getBytes(UTF_8))));
    }
}
