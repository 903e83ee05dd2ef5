package dev.fanfare.server.config;

import dev.fanfare.server.config.binding.Checked;
import dev.fanfare.server.config.binding.Checks;
import dev.fanfare.server.config.binding.Option;
import dev.fanfare.server.config.value.Endpoint;
import dev.fanfare.server.config.value.Secret;
import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** A backend that is asked by HTTP, and how. Immutable. */
public record ProxyTarget(
        @Option("URL that is called with POST and JSON.") Endpoint endpoint,

        @Option(value = "Time after which a call has failed.", defaults = "1s", min = "1ms", max = "1h")
        Duration timeout,

        @Option("Names of headers of the client's request that are passed on.")
        List<String> httpHeaders,

        @Option("Headers added to every call, with their values.")
        Map<String, Secret> staticHeaders,

        @Option(value = "Calls under way at once on this node; more wait. 0: no limit.", defaults = "0")
        int maxInFlight)
        implements Checked {
    private static final Pattern TOKEN = Pattern.compile("[-!#$%&'*+.^_`|~0-9A-Za-z]+");

    public ProxyTarget {
        httpHeaders = List.copyOf(httpHeaders);
        staticHeaders = Collections.unmodifiableMap(new LinkedHashMap<>(staticHeaders));
    }

    public boolean isSet() {
        return endpoint.isSet();
    }

    @Override
    public void check(Checks checks) {
        // RFC 9110, 5.1: the name of a header is a token.
        checks.require(
                httpHeaders.stream().allMatch(ProxyTarget::isToken), "must hold names of headers", "http-headers");
        checks.require(
                staticHeaders.keySet().stream().allMatch(ProxyTarget::isToken),
                "must hold names of headers with their values",
                "static-headers");
        checks.require(
                staticHeaders.values().stream().allMatch(ProxyTarget::isOneLine),
                "must hold values of one line each",
                "static-headers");
    }

    private static boolean isToken(String name) {
        return TOKEN.matcher(name).matches();
    }

    private static boolean isOneLine(Secret value) {
        return value.text().chars().noneMatch(Character::isISOControl);
    }
}
