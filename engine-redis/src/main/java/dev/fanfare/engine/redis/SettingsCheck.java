package dev.fanfare.engine.redis;

import dev.fanfare.engine.redis.link.Link;
import dev.fanfare.model.monitoring.LogText;
import java.util.HashSet;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Logs the settings of each primary that can cause losses. Thread-safe.
 *
 * <p>A check runs in the background, and its failure has no effect. Each setting is logged once per primary and value.
 */
final class SettingsCheck {
    private static final Logger LOG = LoggerFactory.getLogger(SettingsCheck.class);
    private static final int SMALL = 256;
    /** Maximum number of different lines. A cluster needs a few per server. */
    private static final int MAX_LINES = 1_000;

    /** The logged lines. Confined to the link's loop. */
    private final Set<String> lines = new HashSet<>();

    /** Reads the settings of the current primary of a link. Called when a link is ready or its server has changed. */
    void check(Link link) {
        link.submit(SMALL, ServerSettings::read).whenComplete((settings, failure) -> {
            if (failure == null) {
                report(link.state().server(), settings);
            } else {
                LOG.debug("cannot read the settings of Redis: {}", LogText.of(String.valueOf(failure.getMessage())));
            }
        });
    }

    private void report(String server, ServerSettings settings) {
        var primary = settings.primary() == null ? server : settings.primary();
        SettingsRisk.of(settings).stream()
                .filter(risk -> isNew(primary + risk.event() + risk.setting()))
                .forEach(risk -> LOG.warn(
                        "{} server={} primary={} {}: {}",
                        risk.event(),
                        server,
                        primary,
                        risk.setting(),
                        risk.effect()));
        if (!settings.unknown().isEmpty() && isNew(primary + settings.unknown())) {
            LOG.info(
                    "redis-settings-unchecked server={} primary={} settings={} reason=\"{}\"",
                    server,
                    primary,
                    String.join(",", settings.unknown()),
                    LogText.of(settings.rejection()));
        }
    }

    private boolean isNew(String line) {
        return lines.size() < MAX_LINES && lines.add(line);
    }
}
