package dev.fanfare.cli;

import dev.fanfare.app.Guard;
import dev.fanfare.model.http.HttpRequest;
import dev.fanfare.model.http.HttpResponse;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * Lets only requests through that name this machine in their Host header: a page of some other site can't reach the
 * developer's server by a name that resolves to 127.0.0.1.
 */
final class LoopbackGuard implements Guard {
    private static final Set<String> NAMES = Set.of("localhost", "127.0.0.1", "[::1]");

    @Override
    public Optional<HttpResponse> check(HttpRequest request) {
        var hosts = request.headers().all("host");
        if (hosts.size() == 1 && NAMES.contains(name(hosts.getFirst()))) {
            return Optional.empty();
        }
        return Optional.of(HttpResponse.text(403, "this server answers to localhost only"));
    }

    private static String name(String host) {
        int colon = host.lastIndexOf(':');
        boolean hasPort = colon > host.lastIndexOf(']');
        return (hasPort ? host.substring(0, colon) : host).toLowerCase(Locale.ROOT);
    }
}
