package dev.fanfare.transport.netty.fuzz;

import dev.fanfare.core.transport.Connection;
import dev.fanfare.core.transport.ConnectionListener;
import dev.fanfare.model.channel.Payload;
import dev.fanfare.model.client.CloseReason;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Echoes messages, closes on request, and records violations of the listener contract. Confined to the event loop. */
final class FuzzedListener implements ConnectionListener {
    private final List<String> complaints = new ArrayList<>();
    private @Nullable Connection connection;
    private @Nullable CloseReason closed;
    private boolean closing;

    ConnectionListener opened(Connection opened) {
        check(connection == null, "opened twice");
        connection = opened;
        return this;
    }

    boolean isOpen() {
        return connection != null && closed == null;
    }

    boolean isClosing() {
        return closing;
    }

    boolean wasOpened() {
        return connection != null;
    }

    @Nullable
    CloseReason closed() {
        return closed;
    }

    List<String> complaints() {
        return complaints;
    }

    void check(boolean right, String complaint) {
        if (!right) {
            complaints.add(complaint);
        }
    }

    @Override
    public void onMessage(Payload message) {
        check(isOpen(), "a message to a closed listener");
        var to = connection;
        if (to == null) {
            return;
        }
        try (var batch = to.loop().join(List.of(to.framing().message(message)))) {
            to.write(batch);
        }
        if (message.isText() && message.text().equals(ReferenceServer.CLOSE_REQUEST)) {
            closing = true;
            to.close(new CloseReason(ReferenceServer.CLOSE_CODE, ""));
        }
    }

    @Override
    public void onPong() {
        check(isOpen(), "a pong to a closed listener");
    }

    @Override
    public void onReadComplete() {
        check(isOpen(), "a read to a closed listener");
    }

    @Override
    public void onWritable() {
        check(isOpen(), "writability of a closed listener");
    }

    @Override
    public void onClosed(CloseReason reason) {
        check(isOpen(), "closed twice");
        closed = reason;
    }
}
