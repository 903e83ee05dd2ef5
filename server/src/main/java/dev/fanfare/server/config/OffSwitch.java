package dev.fanfare.server.config;

import dev.fanfare.config.Option;

/**
 * Something that is off unless it is switched on. Immutable.
 *
 * @param enabled whether it is on
 */
public record OffSwitch(@Option("Whether it is on.") boolean enabled) {}
