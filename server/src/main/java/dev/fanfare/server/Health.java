package dev.fanfare.server;

import dev.fanfare.core.transport.HttpExchange;
import dev.fanfare.model.http.HttpResponse;
import dev.fanfare.server.json.JsonBinding;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/** The liveness and readiness endpoints. Thread-safe. */
final class Health {
    private final BooleanSupplier ready;
    private final BooleanSupplier draining;
    private final Supplier<Optional<String>> fault;

    /**
     * Creates the endpoints.
     *
     * @param fault returns why the server cannot accept connections; empty if it can
     */
    Health(BooleanSupplier ready, BooleanSupplier draining, Supplier<Optional<String>> fault) {
        this.ready = ready;
        this.draining = draining;
        this.fault = fault;
    }

    /** Liveness: always 200. */
    void health(HttpExchange exchange) {
        exchange.respond(answer(200, "{}"));
    }

    /** Readiness: 200 if Redis is connected, connections are accepted, and the server is not draining, else 503. */
    void ready(HttpExchange exchange) {
        if (draining.getAsBoolean()) {
            exchange.respond(notReady("draining"));
        } else if (!ready.getAsBoolean()) {
            exchange.respond(notReady("Redis is not connected"));
        } else {
            exchange.respond(fault.get().map(Health::notReady).orElseGet(() -> answer(200, "{\"ready\":true}")));
        }
    }

    private static HttpResponse notReady(String reason) {
        return HttpResponse.of(
                        503,
                        "application/json",
                        JsonBinding.write(new TreeMap<>(Map.of("ready", false, "reason", reason))))
                .with("cache-control", "no-store");
    }

    private static HttpResponse answer(int status, String json) {
        return HttpResponse.of(status, "application/json", json.getBytes(StandardCharsets.UTF_8))
                .with("cache-control", "no-store");
    }
}
