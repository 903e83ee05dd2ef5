package dev.fanfare.server.config;

import dev.fanfare.config.Checked;
import dev.fanfare.config.Checks;
import dev.fanfare.config.Option;
import dev.fanfare.config.value.EndpointUrl;
import dev.fanfare.config.value.Secret;
import java.time.Duration;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;

/** A backend that is asked by HTTP, and how. Immutable. */
public record ProxyTarget(
        @Option("URL that is called with POST and JSON.") EndpointUrl endpoint,

        @Option(value = "Time after which a call has failed.", defaults = "1s", min = "1ms", max = "1h")
        Duration timeout,

        @Option("Names of headers of the client's request that are passed on.")
        List<String> httpHeaders,

        @Option(
                "Names of headers that clients may send with their connect command, for browsers can't set those of HTTP, and that are passed on where the request has none. Nobody in front of the server has looked at them.")
        List<String> emulatedHeaders,

        @Option("Headers added to every call, with their values.")
        Map<String, Secret> staticHeaders,

        @Option(
                value = "Whether the meta that a token or the connect proxy gave a connection is sent along.",
                defaults = "true")
        boolean includeConnectionMeta,

        @Option(
                value =
                        "Calls under way at once on this node; up to 16 times as many wait in their order. 0: no limit.",
                defaults = "256",
                max = "65536")
        int maxInFlight)
        implements Checked {
    private static final List<String> OF_THE_CALL =
            List.of("connection", "content-length", "content-type", "expect", "host", "transfer-encoding", "upgrade");
    private static final int MAX_OCTET = 0xFF;
    private static final Pattern TOKEN = Pattern.compile("[-!#$%&'*+.^_`|~0-9A-Za-z]+");

    public ProxyTarget {
        httpHeaders = List.copyOf(httpHeaders);
        emulatedHeaders = List.copyOf(emulatedHeaders);
        staticHeaders = Collections.unmodifiableMap(new LinkedHashMap<>(staticHeaders));
    }

    public boolean isSet() {
        return endpoint.isSet();
    }

    @Override
    public void check(Checks checks) {
        // RFC 9110, 5.1: the name of a header is a token.
        requireNames(checks, httpHeaders, "must hold names of headers", "http-headers");
        requireNames(checks, emulatedHeaders, "must hold names of headers", "emulated-headers");
        requireNames(checks, staticHeaders.keySet(), "must hold names of headers with their values", "static-headers");
        checks.require(
                staticHeaders.values().stream().allMatch(ProxyTarget::isOneLine),
                "must hold values of one line each",
                "static-headers");
    }

    private static void requireNames(Checks checks, Collection<String> names, String message, String key) {
        checks.require(names.stream().allMatch(ProxyTarget::isToken), message, key);
        checks.require(
                names.stream().noneMatch(name -> OF_THE_CALL.contains(name.toLowerCase(Locale.ROOT))),
                "must not hold headers that belong to the call itself: " + String.join(", ", OF_THE_CALL),
                key);
    }

    private static boolean isToken(String name) {
        return TOKEN.matcher(name).matches();
    }

    private static boolean isOneLine(Secret value) {
        return value.text().chars().noneMatch(c -> Character.isISOControl(c) || c > MAX_OCTET);
    }
}
