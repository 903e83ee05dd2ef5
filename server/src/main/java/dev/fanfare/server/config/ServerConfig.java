package dev.fanfare.server.config;

import dev.fanfare.config.Checked;
import dev.fanfare.config.Checks;
import dev.fanfare.config.Option;
import java.util.List;

/** All that an operator can set. Immutable. */
public record ServerConfig(
        @Option("Where the server listens.") HttpServerOptions httpServer,

        @Option(value = "How much is logged.", defaults = "info")
        LogLevel logLevel,

        @Option(value = "How it is written: text for people, json for machines.", defaults = "text")
        LogFormat logFormat,

        @Option("What keeps history and presence, and connects nodes.")
        EngineOptions engine,

        @Option("The API of the server, at /api.") HttpApiOptions httpApi,

        @Option("Whether the process lives, at /health.") OnSwitch health,

        @Option("Whether the node should get clients, at /ready.")
        OnSwitch ready,

        @Option("Measurements for Prometheus, at /metrics.") OffSwitch prometheus,

        @Option("How the server stops.") ShutdownOptions shutdown,

        @Option("The WebSocket, at /connection/websocket.") WebsocketOptions websocket,

        @Option("Streaming over HTTP, at /connection/http_stream.")
        OnSwitch httpStream,

        @Option("Server-sent events, at /connection/sse.") OnSwitch sse,

        @Option("What clients of these two send, at /emulation.")
        OnSwitch emulation,

        @Option("The one-way WebSocket, at /connection/uni_websocket.")
        OffSwitch uniWebsocket,

        @Option("One-way server-sent events, at /connection/uni_sse.")
        OffSwitch uniSse,

        @Option("One-way streaming over HTTP, at /connection/uni_http_stream.")
        OffSwitch uniHttpStream,

        @Option("Connections of clients.") ClientOptions client,

        @Option("Channels.") ChannelSettings channel,

        @Option("Further backends, by name.") List<NamedProxy> proxies,

        @Option("Calls of clients that a backend answers.") RpcOptions rpc,

        @Option("What a backend is told after it happened.") WebhookOptions webhook,

        @Option("Plain channels of Redis that clients hear, and publish into.")
        RedisPushOptions redisPush)
        implements Checked {
    public ServerConfig {
        proxies = List.copyOf(proxies);
    }

    @Override
    public void check(Checks checks) {
        new ProxyRules(this, checks).check();
        new PersonalChannelRules(client.subscribeToUserPersonalChannel(), channel, checks).check();
        new RedisPushRules(this, checks).check();
    }
}
