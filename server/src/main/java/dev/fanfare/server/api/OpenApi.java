package dev.fanfare.server.api;

import dev.fanfare.core.transport.HttpExchange;
import dev.fanfare.model.http.HttpResponse;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.function.Supplier;

/** The OpenAPI 3.1 description of the API, which requires the key like the API itself. Thread-safe. */
final class OpenApi {
    /** Path of the description. */
    static final String PATH = ServerApi.PREFIX + "openapi.json";

    private final HttpResponse description = HttpResponse.of(200, "application/json", read());
    private final Supplier<ApiAccess> access;

    OpenApi(Supplier<ApiAccess> access) {
        this.access = access;
    }

    void handle(HttpExchange exchange) {
        if (!access.get().permits(exchange.request())) {
            exchange.respond(ApiAccess.UNAUTHORIZED);
            return;
        }
        exchange.memory().authenticate();
        if (exchange.request().method().equals("GET")) {
            exchange.respond(description);
        } else {
            exchange.respond(
                    HttpResponse.text(405, "the API description requires GET").with("allow", "GET"));
        }
    }

    private static byte[] read() {
        try (var in = OpenApi.class.getResourceAsStream("openapi.json")) {
            if (in == null) {
                throw new IllegalStateException("openapi.json is missing on the class path");
            }
            return in.readAllBytes();
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }
}
