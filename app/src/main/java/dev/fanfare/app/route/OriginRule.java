package dev.fanfare.app.route;

import dev.fanfare.core.transport.HttpRequest;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * From which pages a browser may open a WebSocket here (RFC 6455, 10.2): without Origin it is no browser and passes; from
 * the host and port of the Host header it passes; else the list decides. Immutable.
 */
public final class OriginRule {
    private final Set<String> allowed;

    /** A rule with these further origins, such as {@code https://example.com}. */
    public OriginRule(Set<String> allowed) {
        this.allowed =
                allowed.stream().map(origin -> origin.toLowerCase(Locale.ROOT)).collect(Collectors.toUnmodifiableSet());
    }

    /** True when the request may become a WebSocket. */
    public boolean permits(HttpRequest request) {
        var origins = request.headers().all("origin");
        if (origins.isEmpty()) {
            return true;
        }
        if (origins.size() > 1) {
            return false;
        }
        var origin = origins.getFirst().toLowerCase(Locale.ROOT);
        return allowed.contains(origin) || isSame(origin, request);
    }

    private static boolean isSame(String origin, HttpRequest request) {
        var host = request.headers().first("host").map(name -> name.toLowerCase(Locale.ROOT));
        var defaultPort = origin.startsWith("https:") ? ":443" : ":80";
        return host.isPresent()
                && authority(origin)
                        .map(authority -> without(authority, defaultPort))
                        .equals(host.map(name -> without(name, defaultPort)));
    }

    private static String without(String authority, String port) {
        return authority.endsWith(port) ? authority.substring(0, authority.length() - port.length()) : authority;
    }

    /** Host and port of an origin. */
    private static Optional<String> authority(String origin) {
        try {
            var uri = new URI(origin);
            return Optional.ofNullable(uri.getRawAuthority());
        } catch (URISyntaxException malformed) {
            return Optional.empty();
        }
    }
}
