package dev.fanfare.server.proxy;

import dev.fanfare.server.config.ServerConfig;

/** The proxies: decisions and calls that are forwarded to backends over HTTP. Thread-safe. */
public final class Proxies implements AutoCloseable {
    private final Backends backends;
    private final ConnectionProxies connections;
    private final ChannelProxies channels;
    private final RpcProxies rpc;

    /** The configured proxies. */
    public Proxies(ServerConfig config) {
        this.backends = new Backends(config);
        var set = config.client().proxy();
        this.connections = new ConnectionProxies(
                set.connect().enabled() ? backends.of(Backends.CONNECT) : null,
                set.refresh().enabled() ? backends.of(Backends.REFRESH) : null);
        this.channels = new ChannelProxies(backends);
        this.rpc = new RpcProxies(config.rpc(), backends);
    }

    public ConnectionProxies connections() {
        return connections;
    }

    public ChannelProxies channels() {
        return channels;
    }

    public RpcProxies rpc() {
        return rpc;
    }

    /** Fails the requests in progress. */
    @Override
    public void close() {
        backends.close();
    }
}
