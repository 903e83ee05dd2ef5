package dev.fanfare.server.proxy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

// region: backend
/** Authenticates users by cookie, permits members to subscribe to their rooms, and censors publications. */
final class ExampleBackend implements AutoCloseable {
    private static final Map<String, String> SESSIONS = Map.of("session=7f3a", "ann");
    private static final Map<String, List<String>> MEMBERS = Map.of("room:1", List.of("ann"));
    private static final JsonMapper JSON = JsonMapper.shared();

    private final HttpServer http;

    ExampleBackend(int port) throws IOException {
        http = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
        http.createContext("/connect", call -> {
            var cookie = String.valueOf(call.getRequestHeaders().getFirst("Cookie"));
            var user = SESSIONS.get(cookie);
            answer(
                    call,
                    user == null
                            ? Map.of("disconnect", Map.of("code", 4501, "reason", "sign in first"))
                            : Map.of("result", Map.of("user", user, "data", Map.of("theme", "dark"))));
        });
        http.createContext("/subscribe", call -> {
            var request = read(call);
            var members = MEMBERS.getOrDefault(request.get("channel").asString(), List.of());
            answer(
                    call,
                    members.contains(request.get("user").asString())
                            ? Map.of("result", Map.of())
                            : Map.of("error", Map.of("code", 403, "message", "members only")));
        });
        http.createContext("/publish", call -> {
            var text = read(call).get("data").get("text").asString();
            answer(call, Map.of("result", Map.of("data", Map.of("text", text.replace("damn", "****")))));
        });
        http.start();
    }

    private static JsonNode read(HttpExchange call) throws IOException {
        return JSON.readTree(call.getRequestBody().readAllBytes());
    }

    private static void answer(HttpExchange call, Map<String, ?> answer) throws IOException {
        try (call) {
            var bytes = JSON.writeValueAsBytes(answer);
            call.sendResponseHeaders(200, bytes.length);
            call.getResponseBody().write(bytes);
        }
    }

    int port() {
        return http.getAddress().getPort();
    }

    @Override
    public void close() {
        http.stop(0);
    }
}
// endregion
