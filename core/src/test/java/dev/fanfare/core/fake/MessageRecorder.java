package dev.fanfare.core.fake;

import dev.fanfare.core.transport.ConnectionListener;
import dev.fanfare.model.channel.Payload;
import dev.fanfare.model.client.CloseReason;
import java.util.ArrayList;
import java.util.List;

/** A connection listener that records text messages and the close reason, and ignores all other events. Confined to one thread. */
public final class MessageRecorder implements ConnectionListener {
    private final List<String> messages = new ArrayList<>();
    private final List<CloseReason> closed = new ArrayList<>();

    @Override
    public void onMessage(Payload message) {
        messages.add(message.text());
    }

    @Override
    public void onPong() {}

    @Override
    public void onReadComplete() {}

    @Override
    public void onWritable() {}

    @Override
    public void onClosed(CloseReason reason) {
        closed.add(reason);
    }

    public List<String> messages() {
        return messages;
    }

    /** Returns the close reasons; at most one if the connection keeps its contract. */
    public List<CloseReason> closed() {
        return closed;
    }
}
