package dev.fanfare.server.config;

import dev.fanfare.config.Option;
import dev.fanfare.config.value.ByteSize;
import java.time.Duration;

/** The WebSocket endpoint at /connection/websocket. Immutable. */
public record WebsocketOptions(
        @Option(value = "Enables this feature.", defaults = "true")
        boolean enabled,

        @Option(
                value = "Maximum size of a message from a client. A larger message closes the connection.",
                defaults = "64KiB",
                min = "1KiB",
                max = "1GiB")
        ByteSize messageSizeLimit,

        @Option(
                value =
                        "Time limit for a message from a client, from its first to its last byte. A slower message closes the connection after one to two times this limit.",
                defaults = "30s",
                min = "1s",
                max = "1h")
        Duration messageTimeout) {}
