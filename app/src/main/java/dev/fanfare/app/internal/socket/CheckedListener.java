package dev.fanfare.app.internal.socket;

import dev.fanfare.app.Request;
import dev.fanfare.core.transport.Connection;
import dev.fanfare.core.transport.ConnectionListener;
import dev.fanfare.model.channel.Payload;
import dev.fanfare.model.client.CloseReason;
import org.jspecify.annotations.Nullable;

/**
 * Applies the message checks of the middleware and the expiry of the principal to a connection of a mounted protocol. Confined to the
 * connection's event loop.
 */
final class CheckedListener implements ConnectionListener {
    private final Connection connection;
    private final Request request;
    private final @Nullable PrincipalExpiry expiry;
    private final ConnectionListener protocol;

    private CheckedListener(
            Connection connection, Request request, @Nullable PrincipalExpiry expiry, ConnectionListener protocol) {
        this.connection = connection;
        this.request = request;
        this.expiry = expiry;
        this.protocol = protocol;
    }

    /** Creates the listener and starts the expiry. */
    static CheckedListener of(
            Connection connection, Request request, @Nullable PrincipalExpiry expiry, ConnectionListener protocol) {
        if (expiry != null) {
            expiry.start(connection.loop(), connection::close);
        }
        return new CheckedListener(connection, request, expiry, protocol);
    }

    @Override
    public void onMessage(Payload message) {
        request.check(message).ifPresentOrElse(connection::close, () -> protocol.onMessage(message));
    }

    @Override
    public void onPong() {
        protocol.onPong();
    }

    @Override
    public void onReadComplete() {
        protocol.onReadComplete();
    }

    @Override
    public void onWritable() {
        protocol.onWritable();
    }

    @Override
    public void onClosed(CloseReason reason) {
        if (expiry != null) {
            expiry.stop();
        }
        protocol.onClosed(reason);
    }
}
