package dev.fanfare.server.admin;

import dev.fanfare.model.monitoring.LogText;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The audit log: one line per action of an operator, with who, from where, what and the result. Thread-safe. */
final class AdminAudit {
    /** Name of the logger. */
    static final String LOGGER = "fanfare.audit";

    private static final Logger LOG = LoggerFactory.getLogger(LOGGER);

    /** Records an action. Never pass secrets or payloads. */
    void record(String operator, String address, String action, String target, String result) {
        LOG.atInfo()
                .addKeyValue("operator", operator)
                .addKeyValue("address", address)
                .addKeyValue("action", action)
                .addKeyValue("target", LogText.of(target))
                .addKeyValue("result", LogText.of(result))
                .log("admin action");
    }
}
