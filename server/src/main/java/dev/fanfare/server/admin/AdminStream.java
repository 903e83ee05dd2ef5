package dev.fanfare.server.admin;

import dev.fanfare.core.transport.Connection;
import dev.fanfare.core.transport.ConnectionListener;
import dev.fanfare.core.transport.EventLoop;
import dev.fanfare.core.transport.ServerSentEvents;
import dev.fanfare.model.channel.Payload;
import dev.fanfare.model.client.CloseReason;
import dev.fanfare.model.client.DisconnectReason;
import dev.fanfare.server.json.JsonBinding;
import java.util.List;
import java.util.function.BooleanSupplier;

/**
 * A stream of server-sent events to one operator. Thread-safe. Nothing is queued: an event is dropped while the connection has unsent
 * bytes.
 */
public final class AdminStream implements ConnectionListener {
    private final Connection connection;
    private final BooleanSupplier valid;
    private final Runnable onEnd;
    private volatile boolean closed;

    AdminStream(Connection connection, BooleanSupplier valid, Runnable onEnd) {
        this.connection = connection;
        this.valid = valid;
        this.onEnd = onEnd;
    }

    /** Opens the streams of one path. */
    @FunctionalInterface
    public interface Opener {
        /**
         * Starts to send to a stream. Called on the event loop of the stream; must not block.
         *
         * @return called when the stream has ended
         */
        Runnable open(AdminRequest request, AdminStream stream);
    }

    /** Sends a record or map as an event, or drops it. Ends the stream if the login has ended. */
    public void send(String event, Object data) {
        send(event, data, () -> {});
    }

    /** Sends a record or map as an event, as above, with an action that runs if the event is dropped. */
    void send(String event, Object data, Runnable onDropped) {
        send(event, JsonBinding.write(data), onDropped);
    }

    /** Returns the event loop of the stream. */
    EventLoop loop() {
        return connection.loop();
    }

    /** Sends a JSON value as an event, as above. */
    void send(String event, byte[] json) {
        send(event, json, () -> {});
    }

    private void send(String event, byte[] json, Runnable onDropped) {
        if (closed) {
            return;
        }
        if (!valid.getAsBoolean()) {
            close(DisconnectReason.EXPIRED);
            return;
        }
        var frame = ServerSentEvents.FRAMING.event(null, event, Payload.validatedJson(json));
        connection.loop().execute(() -> {
            if (!closed && connection.isWritable()) {
                try (var batch = connection.loop().join(List.of(frame))) {
                    connection.write(batch);
                }
            } else {
                onDropped.run();
            }
        });
    }

    /** Ends the stream. */
    void close(DisconnectReason reason) {
        connection.loop().execute(() -> connection.close(reason.reason()));
    }

    /** Returns true once the stream has ended. */
    public boolean isClosed() {
        return closed;
    }

    @Override
    public void onMessage(Payload message) {}

    @Override
    public void onPong() {}

    @Override
    public void onReadComplete() {}

    @Override
    public void onWritable() {}

    @Override
    public void onClosed(CloseReason reason) {
        closed = true;
        onEnd.run();
    }
}
