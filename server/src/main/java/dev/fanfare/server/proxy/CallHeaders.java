package dev.fanfare.server.proxy;

import dev.fanfare.server.config.ProxyTarget;
import dev.fanfare.server.http.Endpoint;
import java.net.http.HttpRequest;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The headers of calls to one backend. Immutable; {@link #toString} shows no secret.
 *
 * @param own the configured headers by lower-case name; they take precedence over headers of the client
 * @param passedOn the names of headers that are copied from the client's request
 * @param emulated the names of headers that the client may send with its connect command instead
 */
record CallHeaders(Map<String, String> own, List<String> passedOn, List<String> emulated) {
    /** The configured headers. The endpoint's user and password become Authorization unless that header is configured. */
    static CallHeaders of(ProxyTarget target, Endpoint endpoint) {
        var own = Stream.concat(
                        target.staticHeaders().entrySet().stream()
                                .map(header -> Map.entry(
                                        header.getKey().toLowerCase(Locale.ROOT),
                                        header.getValue().text())),
                        Stream.of(Map.entry("content-type", "application/json")))
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue, (one, other) -> other, TreeMap::new));
        endpoint.authorization().ifPresent(value -> own.putIfAbsent("authorization", value));
        return new CallHeaders(own, target.httpHeaders(), target.emulatedHeaders());
    }

    /**
     * Adds the headers to a call.
     *
     * @throws IllegalArgumentException if a header of the client is malformed
     */
    void add(HttpRequest.Builder call, Caller caller) {
        own.forEach(call::header);
        passedOn.forEach(name -> add(call, name, caller.header(name)));
        emulated.forEach(name -> add(call, name, caller.emulatedHeader(name)));
    }

    private void add(HttpRequest.Builder call, String name, List<String> values) {
        if (!own.containsKey(name.toLowerCase(Locale.ROOT))) {
            values.forEach(value -> call.header(name, value));
        }
    }

    @Override
    public String toString() {
        return "CallHeaders[own=" + own.keySet() + ", passedOn=" + passedOn + ", emulated=" + emulated + "]";
    }
}
