package dev.fanfare.server;

import dev.fanfare.core.node.Node;
import dev.fanfare.core.transport.HttpExchange;
import dev.fanfare.core.transport.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.function.BooleanSupplier;

/** Tells supervisors whether the process lives, and load balancers whether it should get clients. Thread-safe. */
final class Health {
    private final Node node;
    private final BooleanSupplier draining;

    Health(Node node, BooleanSupplier draining) {
        this.node = node;
        this.draining = draining;
    }

    /** Whoever answers lives. */
    void health(HttpExchange exchange) {
        exchange.respond(answer(200, "{}"));
    }

    /** Ready when the engine is and the server does not stop. */
    void ready(HttpExchange exchange) {
        if (draining.getAsBoolean()) {
            exchange.respond(answer(503, "{\"ready\":false,\"reason\":\"draining\"}"));
            return;
        }
        exchange.respond(
                node.engine().isReady()
                        ? answer(200, "{\"ready\":true}")
                        : answer(503, "{\"ready\":false,\"reason\":\"the engine is not ready\"}"));
    }

    private static HttpResponse answer(int status, String json) {
        return HttpResponse.of(status, "application/json", json.getBytes(StandardCharsets.UTF_8))
                .with("cache-control", "no-store");
    }
}
