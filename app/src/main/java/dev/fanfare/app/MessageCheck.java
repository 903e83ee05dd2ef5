package dev.fanfare.app;

import dev.fanfare.model.channel.Payload;
import dev.fanfare.model.client.CloseReason;
import java.util.Optional;

/** Checks each message of a connection before the handler receives it. Confined to the connection's event loop. */
@FunctionalInterface
public interface MessageCheck {
    /** Returns empty to accept the message, else the reason for closing the connection. Must not block. */
    Optional<CloseReason> check(Payload message);
}
