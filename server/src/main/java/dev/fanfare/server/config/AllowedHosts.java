package dev.fanfare.server.config;

import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * The host names that a server serves. Immutable.
 *
 * @param patterns host names, or {@code *.} and a suffix; empty for any host
 */
public record AllowedHosts(List<String> patterns) {
    private static final Pattern NAME =
            Pattern.compile("(\\*\\.)?[A-Za-z0-9_]([A-Za-z0-9_.-]*[A-Za-z0-9_])?|\\[[0-9A-Fa-f:.]+\\]");
    private static final Pattern PORT = Pattern.compile(":[0-9]*$");
    private static final String ANY = "*";

    public AllowedHosts {
        patterns = patterns.stream()
                .map(pattern -> pattern.toLowerCase(Locale.ROOT))
                .toList();
    }

    /** Returns whether the text is a host name without port, or a pattern of host names. */
    static boolean isPattern(String text) {
        return NAME.matcher(text).matches();
    }

    /** Returns whether the value of a Host header is permitted; its port does not matter. */
    public boolean permits(String hostHeader) {
        var host = PORT.matcher(hostHeader).replaceFirst("").toLowerCase(Locale.ROOT);
        return patterns.isEmpty() || patterns.stream().anyMatch(pattern -> matches(pattern, host));
    }

    /** A wildcard matches one or more labels. */
    private static boolean matches(String pattern, String host) {
        return pattern.startsWith(ANY)
                ? host.length() >= pattern.length() && host.endsWith(pattern.substring(1))
                : host.equals(pattern);
    }
}
