package dev.fanfare.protocol.centrifuge.client;

import dev.fanfare.core.session.Session;
import dev.fanfare.model.access.ConnectAttempt;
import dev.fanfare.model.access.ConnectedClient;
import dev.fanfare.model.access.Renewal;
import dev.fanfare.model.channel.ClientInfo;
import dev.fanfare.model.channel.Payload;
import dev.fanfare.model.client.CloseReason;
import dev.fanfare.model.client.DisconnectReason;
import dev.fanfare.model.http.HttpRequest;
import dev.fanfare.protocol.centrifuge.message.Command;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletionStage;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * A client as access control sees it, and the subject of the expiration of its connection. The methods of {@link ConnectedClient}
 * are thread-safe; all others are confined to the connection's event loop.
 */
final class SessionClient implements ConnectedClient, Expiration.Subject {
    private final String id;
    private final ClientContext context;
    private final Session session;
    private final ClientTransport transport;
    private final HttpRequest request;
    private final Predicate<String> subscribed;
    private volatile Map<String, String> emulatedHeaders = Map.of();
    private volatile @Nullable Payload meta;

    SessionClient(
            ClientContext context,
            Session session,
            ClientTransport transport,
            HttpRequest request,
            Predicate<String> subscribed) {
        this.id = context.node().clients().newId();
        this.context = context;
        this.session = session;
        this.transport = transport;
        this.request = request;
        this.subscribed = subscribed;
    }

    /** Returns the access request for a connect command, and keeps the emulated headers of the command. */
    ConnectAttempt attempt(Command.Connect command) {
        emulatedHeaders = command.headers();
        return new ConnectAttempt(
                id,
                request,
                transport.name(),
                encoding(),
                command.token(),
                command.data(),
                command.name(),
                command.version(),
                command.subs().keySet(),
                command.headers());
    }

    /** Releases the emulated headers of a refused connect. */
    void forgetHeaders() {
        emulatedHeaders = Map.of();
    }

    void setMeta(@Nullable Payload other) {
        meta = other;
    }

    /** The client as other clients see it. */
    ClientInfo info() {
        return Objects.requireNonNull(session.info(), "the client is not connected");
    }

    @Override
    public CompletionStage<Renewal> renew() {
        return context.access().renew(this);
    }

    @Override
    public void onRenewed(Renewal renewal) {
        if (renewal.info() != null) {
            session.describe(renewal.info());
        }
        if (renewal.meta() != null) {
            meta = renewal.meta();
        }
    }

    @Override
    public void onExpired() {
        session.disconnect(DisconnectReason.EXPIRED);
    }

    @Override
    public void disconnect(CloseReason reason) {
        session.disconnect(reason);
    }

    @Override
    public String id() {
        return id;
    }

    @Override
    public String user() {
        return info().user();
    }

    @Override
    public HttpRequest request() {
        return request;
    }

    @Override
    public String transport() {
        return transport.name();
    }

    @Override
    public String encoding() {
        return transport.encoding().name();
    }

    @Override
    public Map<String, String> emulatedHeaders() {
        return emulatedHeaders;
    }

    @Override
    public @Nullable Payload meta() {
        return meta;
    }

    @Override
    public boolean isSubscribed(String channel) {
        return subscribed.test(channel);
    }
}
