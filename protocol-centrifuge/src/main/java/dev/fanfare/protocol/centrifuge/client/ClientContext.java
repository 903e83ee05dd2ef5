package dev.fanfare.protocol.centrifuge.client;

import dev.fanfare.core.node.ClientChannels;
import dev.fanfare.core.node.Node;
import dev.fanfare.model.access.AccessControl;
import dev.fanfare.protocol.centrifuge.settings.CentrifugeSettings;
import java.time.InstantSource;
import java.util.function.Supplier;

/** The environment of all clients of one mount. Immutable. */
public record ClientContext(
        Node node,
        ClientChannels channels,
        Supplier<? extends AccessControl> accessControl,
        CentrifugeSettings settings,
        InstantSource clock,
        EmulatedSessions emulated,
        CommandLimiter limiter,
        SharedReplies shared) {
    /** The access control in force. */
    AccessControl access() {
        return accessControl.get();
    }
}
