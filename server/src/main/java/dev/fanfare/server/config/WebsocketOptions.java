package dev.fanfare.server.config;

import dev.fanfare.config.Option;
import dev.fanfare.config.value.ByteSize;

/** The WebSocket at /connection/websocket. Immutable. */
public record WebsocketOptions(
        @Option(value = "Whether it is on.", defaults = "true")
        boolean enabled,

        @Option(
                value = "Largest message a client may send; a larger one ends the connection.",
                defaults = "64KiB",
                min = "1KiB",
                max = "1GiB")
        ByteSize messageSizeLimit) {}
