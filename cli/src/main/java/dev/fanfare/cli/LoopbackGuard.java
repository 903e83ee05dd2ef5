package dev.fanfare.cli;

import dev.fanfare.app.Guard;
import dev.fanfare.model.http.HttpRequest;
import dev.fanfare.model.http.HttpResponse;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * Rejects requests whose Host header does not name the loopback interface. A page of another site cannot reach the development server
 * through a name that resolves to 127.0.0.1 (DNS rebinding). Thread-safe.
 */
final class LoopbackGuard implements Guard {
    private static final Set<String> NAMES = Set.of("localhost", "127.0.0.1", "[::1]");

    @Override
    public Optional<HttpResponse> check(HttpRequest request) {
        var hosts = request.headers().all("host");
        if (hosts.size() == 1 && NAMES.contains(name(hosts.getFirst()))) {
            return Optional.empty();
        }
        return Optional.of(HttpResponse.text(403, "Host must be localhost, 127.0.0.1 or [::1]"));
    }

    private static String name(String host) {
        int colon = host.lastIndexOf(':');
        boolean hasPort = colon > host.lastIndexOf(']');
        return (hasPort ? host.substring(0, colon) : host).toLowerCase(Locale.ROOT);
    }
}
