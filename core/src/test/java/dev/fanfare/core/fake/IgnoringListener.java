package dev.fanfare.core.fake;

import dev.fanfare.core.session.SessionListener;
import dev.fanfare.model.channel.Payload;
import dev.fanfare.model.client.CloseReason;

/** A session listener that ignores all events. Immutable. */
public final class IgnoringListener implements SessionListener {
    @Override
    public void onMessage(Payload message) {}

    @Override
    public void onDrained() {}

    @Override
    public void onClosed(CloseReason reason) {}
}
