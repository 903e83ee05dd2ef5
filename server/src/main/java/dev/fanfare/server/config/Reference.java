package dev.fanfare.server.config;

import dev.fanfare.config.ReferenceTables;

/** The reference of all options. */
public final class Reference {
    private static final String HEAD = """
            # Options of the server

            In a file, a key with dots is a group of keys: `client.ping-interval` is `ping-interval` below `client`;
            `[]` stands for each item of a list. The environment variable of a key is `FANFARE_` and the key in upper
            case, with `_` for `.` and `-`: `FANFARE_CLIENT_PING_INTERVAL`. There, items of a list are separated by
            commas, and lists of groups are written as JSON or YAML. A flag goes before a variable, a variable before
            the file. Durations are written as `500ms`, `25s`, `1m30s` or `720h`, sizes as `64KiB`, `1MiB` or a
            number of bytes.

            """;

    private Reference() {}

    /** Markdown with a table for each group: key, type, default, meaning. */
    public static String markdown() {
        return HEAD + ReferenceTables.of(ServerConfig.class);
    }
}
