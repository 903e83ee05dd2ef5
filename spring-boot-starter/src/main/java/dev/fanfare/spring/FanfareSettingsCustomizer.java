package dev.fanfare.spring;

import dev.fanfare.app.FanfareSettings;

/**
 * A bean that changes settings for which there is no property, such as TLS. Called once, before the application is created. Several
 * customizers are called in the order of {@code @Order}.
 */
@FunctionalInterface
public interface FanfareSettingsCustomizer {
    /** Returns the changed settings. */
    FanfareSettings customize(FanfareSettings settings);
}
