package dev.fanfare.server.config;

import dev.fanfare.config.Option;
import java.time.Duration;

/** The graceful shutdown. Immutable. */
public record ShutdownOptions(
        @Option(
                value =
                        "Period over which clients are disconnected and instructed to reconnect, so that they do not all reconnect at once.",
                defaults = "10s")
        Duration drainDuration) {}
