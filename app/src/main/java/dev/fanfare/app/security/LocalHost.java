package dev.fanfare.app.security;

import dev.fanfare.app.Request;
import java.util.Locale;
import java.util.Set;

/** The machine that a program runs on, as browsers name it. */
final class LocalHost {
    private static final Set<String> NAMES = Set.of("localhost", "127.0.0.1", "[::1]");

    private LocalHost() {}

    /** True when the request's Host is one of the names. */
    static boolean isNamedBy(Request request) {
        var host = request.header("host").orElse("").toLowerCase(Locale.ROOT);
        int colon = host.lastIndexOf(':');
        boolean hasPort = colon > host.lastIndexOf(']');
        return NAMES.contains(hasPort ? host.substring(0, colon) : host);
    }
}
