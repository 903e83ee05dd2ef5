package dev.fanfare.app.security;

import dev.fanfare.app.Request;
import java.util.Locale;
import java.util.Set;

/** The host names of the local machine in URLs. Stateless. */
final class LocalHost {
    private static final Set<String> NAMES = Set.of("localhost", "127.0.0.1", "[::1]");

    private LocalHost() {}

    /** Returns true if the Host header of the request is one of these names. */
    static boolean isNamedBy(Request request) {
        var host = request.header("host").orElse("").toLowerCase(Locale.ROOT);
        int colon = host.lastIndexOf(':');
        boolean hasPort = colon > host.lastIndexOf(']');
        return NAMES.contains(hasPort ? host.substring(0, colon) : host);
    }
}
