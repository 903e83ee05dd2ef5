package dev.fanfare.server.proxy;

import dev.fanfare.model.access.ConnectAttempt;
import dev.fanfare.model.access.ConnectedClient;
import dev.fanfare.model.access.Renewal;
import dev.fanfare.server.proxy.ProxyRequest.Event;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** The proxies for connections, if they are configured. Thread-safe. */
public final class ConnectionProxies {
    private final @Nullable ProxyBackend connect;
    private final @Nullable ProxyBackend refresh;

    ConnectionProxies(@Nullable ProxyBackend connect, @Nullable ProxyBackend refresh) {
        this.connect = connect;
        this.refresh = refresh;
    }

    /** True if a backend authenticates clients without a token. */
    public boolean hasConnect() {
        return connect != null;
    }

    /** True if a backend renews connections that expire. */
    public boolean hasRefresh() {
        return refresh != null;
    }

    /**
     * Calls the backend to authenticate a client.
     *
     * @throws IllegalStateException if no connect proxy is configured
     */
    public CompletionStage<ConnectAnswer> connect(ConnectAttempt attempt) {
        if (connect == null) {
            throw new IllegalStateException("no connect proxy is configured; check hasConnect() first");
        }
        var event = Event.connect(attempt.name(), attempt.version(), attempt.channels());
        return connect.ask(
                new ProxyRequest(Caller.of(attempt), attempt.data(), event), ConnectAnswer.class, answer -> answer);
    }

    /** Calls the backend to renew a connection. The connection ends if no refresh proxy is configured. */
    public CompletionStage<Renewal> refresh(ConnectedClient client) {
        return refresh == null
                ? CompletableFuture.completedStage(Renewal.OVER)
                : refresh.ask(
                        new ProxyRequest(Caller.of(client), null, Event.ofUser(client.user())),
                        ProxyReplies.Refreshed.class,
                        ProxyReplies.Refreshed::renewal);
    }
}
