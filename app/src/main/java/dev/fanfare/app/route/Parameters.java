package dev.fanfare.app.route;

import dev.fanfare.core.transport.HttpRequest;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What a client said in its request's path, query and headers, decoded. Immutable. */
public final class Parameters {
    private record Pair(String name, String value) {}

    private final HttpRequest request;
    private final String route;
    private final Map<String, String> path;

    public Parameters(HttpRequest request, String route, Map<String, String> path) {
        this.request = request;
        this.route = route;
        this.path = Map.copyOf(path);
    }

    public HttpRequest request() {
        return request;
    }

    /** The route's path as it was registered, such as {@code /ws/{client_id}}. */
    public String route() {
        return route;
    }

    /**
     * A placeholder of the route's path.
     *
     * @throws IllegalArgumentException when the route has no such placeholder, which is a mistake in the program
     */
    public String path(String name) {
        var value = path.get(name);
        if (value == null) {
            throw new IllegalArgumentException("the route has no {" + name + "}, only " + path.keySet());
        }
        return value;
    }

    /** The first query parameter of this name. */
    public Optional<String> query(String name) {
        return queryPairs().stream()
                .filter(pair -> pair.name.equals(name))
                .map(Pair::value)
                .findFirst();
    }

    private List<Pair> queryPairs() {
        var pairs = new ArrayList<Pair>();
        for (var part : request.query().split("&", -1)) {
            int equals = part.indexOf('=');
            var name = equals < 0 ? part : part.substring(0, equals);
            var value = equals < 0 ? "" : part.substring(equals + 1);
            pairs.add(new Pair(decode(name), decode(value)));
        }
        return pairs;
    }

    /** Form decoding; what is malformed stays as it was sent. */
    private static String decode(String text) {
        try {
            return URLDecoder.decode(text, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException malformed) {
            return text;
        }
    }
}
