package dev.fanfare.server.proxy;

import dev.fanfare.model.access.ConnectAttempt;
import dev.fanfare.model.access.ConnectedClient;
import dev.fanfare.model.access.Renewal;
import dev.fanfare.protocol.centrifuge.json.JsonOutput;
import java.util.Collection;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** Asks about connections, where that is set. Thread-safe. */
public final class ConnectionProxies {
    private final @Nullable ProxyBackend connect;
    private final @Nullable ProxyBackend refresh;

    ConnectionProxies(@Nullable ProxyBackend connect, @Nullable ProxyBackend refresh) {
        this.connect = connect;
        this.refresh = refresh;
    }

    /** True when a backend is asked about clients without a token. */
    public boolean isAskedToConnect() {
        return connect != null;
    }

    /** True when a backend is asked about connections that have come to their end. */
    public boolean isAskedToRefresh() {
        return refresh != null;
    }

    /**
     * Whether the client may connect.
     *
     * @throws IllegalStateException when no backend is asked
     */
    public CompletionStage<ConnectAnswer> connect(ConnectAttempt attempt) {
        if (connect == null) {
            throw new IllegalStateException("no backend is asked about connects");
        }
        var question = new ProxyRequest(Caller.of(attempt), attempt.data(), out -> {
            out.text("name", attempt.name()).text("version", attempt.version());
            channels(out, attempt.channels());
        });
        return connect.ask(question, ConnectAnswer::read);
    }

    /** Whether the connection goes on: not when no backend is asked. */
    public CompletionStage<Renewal> refresh(ConnectedClient client) {
        if (refresh == null) {
            return CompletableFuture.completedStage(Renewal.OVER);
        }
        var question = new ProxyRequest(
                Caller.of(client), null, out -> out.name("user").string(client.user()));
        return refresh.ask(question, ConnectionProxies::renewal);
    }

    /** What both kinds of refreshes answer. */
    static Renewal renewal(JsonObject result) {
        return result.flag("expired")
                ? Renewal.OVER
                : new Renewal(SubscribeAnswer.expiry(result), result.payload("info"), result.json("meta"));
    }

    private static void channels(JsonOutput out, Collection<String> names) {
        if (!names.isEmpty()) {
            out.name("channels").beginArray();
            names.forEach(out::string);
            out.endArray();
        }
    }
}
