package dev.fanfare.server;

import dev.fanfare.core.transport.HttpExchange;
import dev.fanfare.model.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.function.BooleanSupplier;

/** The liveness and readiness endpoints. Thread-safe. */
final class Health {
    private final BooleanSupplier ready;
    private final BooleanSupplier draining;

    Health(BooleanSupplier ready, BooleanSupplier draining) {
        this.ready = ready;
        this.draining = draining;
    }

    /** Liveness: always 200. */
    void health(HttpExchange exchange) {
        exchange.respond(answer(200, "{}"));
    }

    /** Readiness: 200 if Redis is connected and the server is not draining, else 503. */
    void ready(HttpExchange exchange) {
        if (draining.getAsBoolean()) {
            exchange.respond(answer(503, "{\"ready\":false,\"reason\":\"draining\"}"));
            return;
        }
        exchange.respond(
                ready.getAsBoolean()
                        ? answer(200, "{\"ready\":true}")
                        : answer(503, "{\"ready\":false,\"reason\":\"Redis is not connected\"}"));
    }

    private static HttpResponse answer(int status, String json) {
        return HttpResponse.of(status, "application/json", json.getBytes(StandardCharsets.UTF_8))
                .with("cache-control", "no-store");
    }
}
