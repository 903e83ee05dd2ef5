package dev.fanfare.server.config;

import dev.fanfare.config.Checked;
import dev.fanfare.config.Checks;
import dev.fanfare.config.ConfigLoader;
import dev.fanfare.config.Option;
import java.util.List;

/** The configuration of the server. Immutable. */
public record ServerConfig(
        @Option("Listening address.") HttpServerOptions httpServer,

        @Option(value = "Log level.", defaults = "info", reloadable = true)
        LogLevel logLevel,

        @Option(value = "Log format: text is human-readable, json is machine-readable.", defaults = "text")
        LogFormat logFormat,

        @Option("Engine: keeps history and presence, and connects the nodes.")
        EngineOptions engine,

        @Option(value = "HTTP API at /api.", reloadable = true)
        HttpApiOptions httpApi,

        @Option("Admin page at /admin, which requires http-server.internal-port.")
        AdminOptions admin,

        @Option("Liveness check at /health.") OnByDefault health,

        @Option("Readiness check at /ready, for load balancers.")
        OnByDefault ready,

        @Option("Prometheus metrics at /metrics.") OffByDefault prometheus,

        @Option("Graceful shutdown.") ShutdownOptions shutdown,

        @Option("WebSocket endpoint at /connection/websocket.")
        WebsocketOptions websocket,

        @Option("HTTP streaming endpoint at /connection/http_stream.")
        OnByDefault httpStream,

        @Option("Server-sent events endpoint at /connection/sse.")
        OnByDefault sse,

        @Option("Endpoint at /emulation, to which SSE and HTTP streaming clients send their commands.")
        OnByDefault emulation,

        @Option("Unidirectional WebSocket endpoint at /connection/uni_websocket.")
        OffByDefault uniWebsocket,

        @Option("Unidirectional server-sent events endpoint at /connection/uni_sse.")
        OffByDefault uniSse,

        @Option("Unidirectional HTTP streaming endpoint at /connection/uni_http_stream.")
        OffByDefault uniHttpStream,

        @Option("Client connections.") ClientOptions client,

        @Option("Maximum amount of memory that clients can cause this node to hold, by kind.")
        MemoryOptions memory,

        @Option(value = "Channels.", reloadable = true) ChannelSettings channel,

        @Option(value = "Named proxies: endpoints of the backend that namespaces refer to.", reloadable = true)
        List<NamedProxy> proxies,

        @Option(value = "Remote procedure calls: commands of clients that the backend answers.", reloadable = true)
        RpcOptions rpc,

        @Option("Webhook: notifies the backend of events.") WebhookOptions webhook,

        @Option("Bridges between plain Redis channels and clients.")
        RedisPushOptions redisPush)
        implements Checked {

    /** Loads configurations and describes their options. */
    public static final ConfigLoader<ServerConfig> LOADER = new ConfigLoader<>(ServerConfig.class);

    /** Log levels; each includes the previous ones. */
    public enum LogLevel {
        NONE,
        ERROR,
        WARN,
        INFO,
        DEBUG,
        TRACE
    }

    /** Log formats. */
    public enum LogFormat {
        TEXT,
        JSON
    }

    /** A feature that is enabled by default. */
    public record OnByDefault(
            @Option(value = "Enables this feature.", defaults = "true")
            boolean enabled) {}

    /** A feature that is disabled by default. */
    public record OffByDefault(
            @Option("Enables this feature.") boolean enabled) {}

    public ServerConfig {
        proxies = List.copyOf(proxies);
    }

    @Override
    public void check(Checks checks) {
        new ProxyRules(this, checks).check();
        redisPush.check(this, checks);
        checkMetaTtls(checks);
        if (!httpServer.isLoopback()) {
            weakSecrets()
                    .forEach(weak -> checks.require(
                            false,
                            weak.problem() + "; generate one with openssl rand -hex 32, or listen on 127.0.0.1 only",
                            weak.key(),
                            "http-server.address"));
        }
        var personal = client.subscribeToUserPersonalChannel();
        var name = personal.personalChannelNamespace();
        checks.require(
                !personal.enabled()
                        || name.isEmpty()
                        || channel.namespaces().stream()
                                .map(NamedNamespace::name)
                                .anyMatch(name::equals),
                "must be the name of an entry of channel.namespaces, got \"" + name + '"',
                "client.subscribe-to-user-personal-channel.personal-channel-namespace",
                "channel.namespaces");
    }

    /** Returns the secrets that are allowed only on a server that listens on a loopback address. */
    public List<WeakSecret> weakSecrets() {
        return WeakSecret.of(this);
    }

    private void checkMetaTtls(Checks checks) {
        checkMetaTtl(checks, channel.withoutNamespace().history(), "channel.without-namespace.");
        for (var index = 0; index < channel.namespaces().size(); index++) {
            var history = channel.namespaces().get(index).options().history();
            checkMetaTtl(checks, history, "channel.namespaces[" + index + "].");
        }
    }

    /** A position that expires between two checks could not be verified. */
    private void checkMetaTtl(Checks checks, HistoryOptions history, String path) {
        boolean own = !history.historyMetaTtl().isZero();
        var metaTtl = own ? history.historyMetaTtl() : channel.historyMetaTtl();
        checks.require(
                !history.isEnabled()
                        || metaTtl.compareTo(client.timing()
                                        .channelPositionCheckDelay()
                                        .multipliedBy(2))
                                >= 0,
                "must be at least twice client.channel-position-check-delay",
                own ? path + "history-meta-ttl" : "channel.history-meta-ttl",
                path + "history-ttl",
                "client.channel-position-check-delay");
    }
}
