package dev.fanfare.server.proxy;

import dev.fanfare.server.config.NamedProxy;
import dev.fanfare.server.config.ProxyTarget;
import dev.fanfare.server.config.ServerConfig;
import dev.fanfare.server.http.OutboundClient;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The configured backends. Events that name the same backend share it and its limit of calls. Thread-safe. */
final class Backends implements AutoCloseable {
    static final String CONNECT = "client.proxy.connect";
    static final String REFRESH = "client.proxy.refresh";
    static final String SUBSCRIBE = "channel.proxy.subscribe";
    static final String PUBLISH = "channel.proxy.publish";
    static final String SUB_REFRESH = "channel.proxy.sub-refresh";
    static final String RPC = "rpc.proxy";

    private final OutboundClient http = new OutboundClient();
    private final Map<String, ProxyBackend> ofEvents = new HashMap<>();
    private final Map<String, ProxyBackend> named = new HashMap<>();

    Backends(ServerConfig config) {
        var client = config.client().proxy();
        var channel = config.channel().proxy();
        add(CONNECT, client.connect().target());
        add(REFRESH, client.refresh().target());
        add(SUBSCRIBE, channel.subscribe());
        add(PUBLISH, channel.publish());
        add(SUB_REFRESH, channel.subRefresh());
        add(RPC, config.rpc().proxy());
        config.proxies()
                .forEach(proxy -> named.put(proxy.name(), new ProxyBackend(proxy.name(), proxy.target(), http)));
    }

    private void add(String event, ProxyTarget target) {
        if (target.isSet()) {
            ofEvents.put(event, new ProxyBackend(event, target, http));
        }
    }

    /** The event's own backend; null if it has none. */
    @Nullable
    ProxyBackend of(String event) {
        return ofEvents.get(event);
    }

    /**
     * The backend with this name, or the event's own for {@link NamedProxy#DEFAULT}.
     *
     * @throws IllegalStateException if there is none; the validation of the configuration excludes that
     */
    ProxyBackend of(String event, String name) {
        var backend = name.equals(NamedProxy.DEFAULT) ? ofEvents.get(event) : named.get(name);
        if (backend == null) {
            throw new IllegalStateException("no backend named " + name + " is configured for " + event);
        }
        return backend;
    }

    /** Fails the calls in progress. */
    @Override
    public void close() {
        http.close();
    }
}
