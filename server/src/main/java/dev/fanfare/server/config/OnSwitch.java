package dev.fanfare.server.config;

import dev.fanfare.config.Option;

/**
 * Something that is on unless it is switched off. Immutable.
 *
 * @param enabled whether it is on
 */
public record OnSwitch(
        @Option(value = "Whether it is on.", defaults = "true")
        boolean enabled) {}
