package dev.fanfare.server.api;

import dev.fanfare.core.transport.HttpExchange;
import dev.fanfare.model.http.HttpResponse;
import java.io.IOException;
import java.io.UncheckedIOException;

/** The API, described for tools (OpenAPI 3.1). It says nothing that is not public, and needs no key. Immutable. */
final class OpenApi {
    /** Where it is. */
    static final String PATH = ServerApi.PREFIX + "openapi.json";

    private final HttpResponse description = HttpResponse.of(200, "application/json", read());

    void handle(HttpExchange exchange) {
        exchange.respond(
                exchange.request().method().equals("GET")
                        ? description
                        : HttpResponse.text(405, "the description is read by GET")
                                .with("allow", "GET"));
    }

    private static byte[] read() {
        try (var in = OpenApi.class.getResourceAsStream("openapi.json")) {
            if (in == null) {
                throw new IllegalStateException("openapi.json is missing in this build");
            }
            return in.readAllBytes();
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }
}
