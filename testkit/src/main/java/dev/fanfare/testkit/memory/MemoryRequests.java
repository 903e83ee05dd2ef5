package dev.fanfare.testkit.memory;

import dev.fanfare.model.http.Headers;
import dev.fanfare.model.http.HttpRequest;
import dev.fanfare.testkit.app.TestServer;
import dev.fanfare.testkit.client.Handshake;
import java.net.InetAddress;
import java.net.InetSocketAddress;

/** Creates requests as a parser would. Stateless. */
final class MemoryRequests {
    private static final int FIRST_CLIENT_PORT = 50_000;
    private static final int CLIENT_PORTS = 10_000;

    private MemoryRequests() {}

    /** Creates a valid WebSocket handshake (RFC 6455, 4.1). */
    static HttpRequest handshake(String target, int client, String... headers) {
        var fields = new Headers.Builder()
                .add("Upgrade", "websocket")
                .add("Connection", "Upgrade")
                .add("Sec-WebSocket-Version", "13")
                .add("Sec-WebSocket-Key", Handshake.KEY);
        return request("GET", target, fields, client, headers);
    }

    /** Creates an ordinary request. */
    static HttpRequest request(String method, String target, int client, String... headers) {
        return request(method, target, new Headers.Builder(), client, headers);
    }

    private static HttpRequest request(
            String method, String target, Headers.Builder fields, int client, String... headers) {
        if (!target.startsWith("/") || target.chars().anyMatch(c -> c <= ' ')) {
            throw new IllegalArgumentException("a target must be a path without spaces, got '" + target + "'");
        }
        var given = TestServer.headers(headers);
        if (given.first("host").isEmpty()) {
            fields.add("Host", "localhost");
        }
        given.forEach(fields::add);
        int mark = target.indexOf('?');
        return new HttpRequest(
                method,
                mark < 0 ? target : target.substring(0, mark),
                mark < 0 ? "" : target.substring(mark + 1),
                fields.build(),
                new InetSocketAddress(
                        InetAddress.getLoopbackAddress(), FIRST_CLIENT_PORT + Math.floorMod(client, CLIENT_PORTS)));
    }
}
