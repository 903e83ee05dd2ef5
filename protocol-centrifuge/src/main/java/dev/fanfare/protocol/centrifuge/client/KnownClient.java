package dev.fanfare.protocol.centrifuge.client;

import dev.fanfare.core.session.Session;
import dev.fanfare.model.access.ConnectAttempt;
import dev.fanfare.model.access.ConnectedClient;
import dev.fanfare.model.access.Renewal;
import dev.fanfare.model.channel.ClientInfo;
import dev.fanfare.model.channel.Payload;
import dev.fanfare.model.http.HttpRequest;
import dev.fanfare.protocol.centrifuge.message.Command;
import java.util.Map;
import java.util.Objects;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Who a client is, from its connect command on. Changed on its event loop alone; what it is asked is thread-safe. */
final class KnownClient implements ConnectedClient {
    private final String id;
    private final Session session;
    private final Entrance entrance;
    private final String encoding;
    private final HttpRequest request;
    private final Predicate<String> subscribed;
    private volatile Map<String, String> emulatedHeaders = Map.of();
    private volatile @Nullable Payload meta;

    KnownClient(
            String id,
            Session session,
            Entrance entrance,
            String encoding,
            HttpRequest request,
            Predicate<String> subscribed) {
        this.id = id;
        this.session = session;
        this.entrance = entrance;
        this.encoding = encoding;
        this.request = request;
        this.subscribed = subscribed;
    }

    /** It wants to connect. */
    ConnectAttempt attempt(Command.Connect command) {
        emulatedHeaders = command.headers();
        return new ConnectAttempt(
                id,
                request,
                entrance.transport(),
                encoding,
                command.token(),
                command.data(),
                command.name(),
                command.version(),
                command.subs().keySet(),
                command.headers());
    }

    /** It is let in, and this kept of it. */
    void keep(@Nullable Payload other) {
        meta = other;
    }

    /** Its connection goes on. */
    void renew(Renewal renewal) {
        if (renewal.info() != null) {
            session.describe(renewal.info());
        }
        if (renewal.meta() != null) {
            meta = renewal.meta();
        }
    }

    /** As others know it. */
    ClientInfo info() {
        return Objects.requireNonNull(session.info(), "known once connected");
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
        return entrance.transport();
    }

    @Override
    public String encoding() {
        return encoding;
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
