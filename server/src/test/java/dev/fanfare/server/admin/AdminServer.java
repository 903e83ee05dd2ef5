package dev.fanfare.server.admin;

import dev.fanfare.server.PushServer;
import dev.fanfare.server.config.ServerConfig;
import dev.fanfare.testkit.client.RawHttp;
import dev.fanfare.testkit.client.RawResponse;
import java.net.InetSocketAddress;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** A push server with an admin page on its internal port, and one login. */
final class AdminServer implements AutoCloseable {
    static final String PASSWORD = "a long password";
    static final String BEARER = "Authorization: Bearer a-token-of-a-program";

    private static final String YAML = """
            http-server: {address: 127.0.0.1, port: 0, internal-port: 0}
            admin: {password: a long password, token: a-token-of-a-program}
            """;
    private static final Pattern KEY = Pattern.compile("\"key\":\"([^\"]+)\"");

    private final PushServer server;
    private final InetSocketAddress address;

    AdminServer(String more) {
        this(more, ", insecure: true");
    }

    /** Creates a server with further options, and further options of {@code client}. */
    AdminServer(String more, String client) {
        var yaml = YAML + "client: {connection-limit: 1000, ping-interval: 1h" + client + "}\n" + more;
        server = PushServer.create(ServerConfig.LOADER.load(yaml, Map.of(), Map.of()));
        address = server.listen();
    }

    InetSocketAddress address() {
        return address;
    }

    InetSocketAddress internal() {
        return server.addresses().getFirst();
    }

    /** The Origin header of the page itself. */
    String origin() {
        return "Origin: http://" + host();
    }

    String host() {
        return "127.0.0.1:" + internal().getPort();
    }

    RawResponse get(String path, String... headers) {
        return RawHttp.exchange(internal(), "GET " + path, withHost(headers));
    }

    RawResponse post(String path, String body, String... headers) {
        try (var http = RawHttp.connect(internal())) {
            var all = Stream.concat(
                            Stream.of(withHost(headers)),
                            Stream.of("Content-Type: application/json", "Content-Length: " + body.length()))
                    .toArray(String[]::new);
            http.send(RawHttp.request("POST " + path, all) + body);
            return http.read();
        }
    }

    RawResponse logIn(String password, String... headers) {
        return post("/admin/api/login", "{\"password\":\"" + password + "\"}", headers);
    }

    /** Logs in; returns the headers with the cookie and the key. */
    String[] loggedIn() {
        var response = logIn(PASSWORD, origin());
        var key = KEY.matcher(response.text());
        if (!key.find()) {
            throw new AssertionError(response.status() + " " + response.text());
        }
        var cookie = response.header("set-cookie");
        return new String[] {
            "Cookie: other=1; " + cookie.substring(0, cookie.indexOf(';')), "X-Fanfare-Admin-Key: " + key.group(1)
        };
    }

    private String[] withHost(String... headers) {
        boolean given = Stream.of(headers).anyMatch(header -> header.startsWith("Host:"));
        return given
                ? headers
                : Stream.concat(Stream.of("Host: " + host()), Stream.of(headers))
                        .toArray(String[]::new);
    }

    @Override
    public void close() {
        server.close();
    }
}
