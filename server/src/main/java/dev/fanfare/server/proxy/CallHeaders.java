package dev.fanfare.server.proxy;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.fanfare.server.config.ProxyTarget;
import java.net.URI;
import java.net.http.HttpRequest;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Which headers the calls of one backend have. Immutable; shows no secrets.
 *
 * @param own by name, such as the operator has set; no client's header has one of these names
 * @param passedOn names of those of the client's request
 * @param emulated names of those that the client may send instead
 */
record CallHeaders(Map<String, String> own, List<String> passedOn, List<String> emulated) {
    private static final String AUTHORIZATION = "authorization";

    /** As is set; user and password of the endpoint are sent as such, unless another authorization is set. */
    static CallHeaders of(ProxyTarget target) {
        var own = Stream.concat(
                        target.staticHeaders().entrySet().stream()
                                .map(header -> Map.entry(
                                        header.getKey().toLowerCase(Locale.ROOT),
                                        header.getValue().text())),
                        Stream.of(Map.entry("content-type", "application/json")))
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue, (one, other) -> other, TreeMap::new));
        var credentials = URI.create(target.endpoint().url()).getUserInfo();
        if (credentials != null) {
            own.putIfAbsent(AUTHORIZATION, "Basic " + Base64.getEncoder().encodeToString(credentials.getBytes(UTF_8)));
        }
        return new CallHeaders(own, target.httpHeaders(), target.emulatedHeaders());
    }

    /**
     * Adds those of a call.
     *
     * @throws IllegalArgumentException when one of the client can't be sent
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
