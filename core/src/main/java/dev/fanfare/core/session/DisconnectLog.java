package dev.fanfare.core.session;

import dev.fanfare.core.transport.Connection;
import dev.fanfare.model.channel.ClientInfo;
import dev.fanfare.model.client.CloseReason;
import dev.fanfare.model.monitoring.LogText;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Logs the end of each session with code and reason as key-value pairs, at DEBUG. Thread-safe. */
final class DisconnectLog {
    private static final Logger LOG = LoggerFactory.getLogger("dev.fanfare.disconnects");

    void write(Connection connection, @Nullable ClientInfo client, CloseReason reason) {
        if (!LOG.isDebugEnabled()) {
            return;
        }
        var entry = LOG.atDebug()
                .addKeyValue("code", reason.code())
                .addKeyValue("reason", LogText.of(reason.reason()))
                .addKeyValue("address", connection.remoteAddress());
        if (client != null) {
            entry = entry.addKeyValue("client", client.client()).addKeyValue("user", LogText.of(client.user()));
        }
        entry.log("disconnected");
    }
}
