package dev.fanfare.server.config;

import dev.fanfare.config.DefaultsText;

/** The defaults as a file. */
public final class Defaults {
    private static final String HEAD = """
            # All options of Fanfare with their defaults. A file of your own needs those alone that differ.

            """;

    private Defaults() {}

    /** Commented YAML of every option, which loads to the defaults again. */
    public static String yaml() {
        return HEAD + DefaultsText.of(ServerConfig.class);
    }
}
