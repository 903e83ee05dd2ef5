package dev.fanfare.app;

import dev.fanfare.model.channel.Payload;
import dev.fanfare.model.client.CloseReason;
import java.util.Optional;

/** Looks at each message of one connection before the application does. Confined to the connection's event loop. */
@FunctionalInterface
public interface MessageCheck {
    /** Empty to let the message through, else why the client is closed; must not block. */
    Optional<CloseReason> check(Payload message);
}
