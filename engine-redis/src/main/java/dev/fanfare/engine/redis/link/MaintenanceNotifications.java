package dev.fanfare.engine.redis.link;

import io.lettuce.core.ClientOptions;
import io.lettuce.core.MaintNotificationsConfig;

/**
 * The notifications of a server before its maintenance, which Lettuce 7 requests and earlier versions do not know. Stateless. The types of
 * Lettuce 7 are used in this class only, so that the link also runs with Lettuce 6.
 */
final class MaintenanceNotifications {
    private MaintenanceNotifications() {}

    /** Returns true if this version of Lettuce requests the notifications. */
    static boolean areSupported() {
        var type = "io/lettuce/core/MaintNotificationsConfig.class";
        return ClientOptions.class.getClassLoader().getResource(type) != null;
    }

    /** Disables the requests, because the link itself reconnects. */
    static void disable(ClientOptions.Builder options) {
        options.maintNotificationsConfig(MaintNotificationsConfig.disabled());
    }
}
