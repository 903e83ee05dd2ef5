package dev.fanfare.transport.netty;

import dev.fanfare.model.channel.Payload;

/** Records every message and sends it back. */
public final class EchoListener extends RecordingListener {
    @Override
    public void onMessage(Payload message) {
        super.onMessage(message);
        var to = connection();
        write(to, to.framing().message(message));
    }
}
