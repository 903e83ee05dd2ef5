package dev.fanfare.server.config;

import dev.fanfare.config.Option;
import java.time.Duration;

/** How the server stops. Immutable. */
public record ShutdownOptions(
        @Option(
                value =
                        "Time over which clients are told to reconnect, so that they do not all arrive elsewhere at once.",
                defaults = "10s")
        Duration drainDuration) {}
