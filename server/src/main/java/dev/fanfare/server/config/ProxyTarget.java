package dev.fanfare.server.config;

import dev.fanfare.config.Checked;
import dev.fanfare.config.Checks;
import dev.fanfare.config.Option;
import dev.fanfare.config.value.EndpointUrl;
import dev.fanfare.config.value.Secret;
import dev.fanfare.model.http.Headers;
import java.time.Duration;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** A proxy: an HTTP endpoint of the backend that decides about an event. Immutable. */
public record ProxyTarget(
        @Option("URL of the endpoint, which is called with POST and JSON.")
        EndpointUrl endpoint,

        @Option(value = "Timeout of a call.", defaults = "1s", min = "1ms", max = "1h")
        Duration timeout,

        @Option("Headers of the client's HTTP request that are forwarded.")
        List<String> httpHeaders,

        @Option(
                "Headers that clients can send in the connect command, because browsers cannot set HTTP headers, and that are forwarded if the HTTP request does not contain them. A reverse proxy does not validate them.")
        List<String> emulatedHeaders,

        @Option("Headers that are added to each call.") Map<String, Secret> staticHeaders,

        @Option(
                value = "Includes the metadata that the token or the connect proxy assigned to the connection.",
                defaults = "true")
        boolean includeConnectionMeta,

        @Option(
                value =
                        "Maximum number of concurrent calls on this node. Up to 16 times as many wait in a queue. 0: unlimited.",
                defaults = "256",
                max = "65536")
        int maxInFlight)
        implements Checked {
    private static final List<String> RESERVED =
            List.of("connection", "content-length", "content-type", "expect", "host", "transfer-encoding", "upgrade");
    private static final int MAX_OCTET = 0xFF;

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
        requireNames(checks, httpHeaders, "http-headers");
        requireNames(checks, emulatedHeaders, "emulated-headers");
        requireNames(checks, staticHeaders.keySet(), "static-headers");
        checks.require(
                staticHeaders.values().stream().allMatch(ProxyTarget::isOneLine),
                "must contain values of one line without control characters",
                "static-headers");
    }

    private static void requireNames(Checks checks, Collection<String> names, String key) {
        for (var name : names) {
            // RFC 9110, 5.1: the name of a header is a token.
            checks.require(Headers.isToken(name), "must contain header names, got \"" + name + '"', key);
            checks.require(
                    !RESERVED.contains(name.toLowerCase(Locale.ROOT)),
                    "must not contain " + name + ": the server sets " + String.join(", ", RESERVED),
                    key);
        }
    }

    private static boolean isOneLine(Secret value) {
        return value.text().chars().noneMatch(c -> Character.isISOControl(c) || c > MAX_OCTET);
    }
}
