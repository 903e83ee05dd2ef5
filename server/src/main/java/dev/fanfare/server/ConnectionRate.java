package dev.fanfare.server;

import dev.fanfare.core.limit.Buckets;
import dev.fanfare.core.transport.HttpExchange;
import dev.fanfare.core.transport.HttpHandler;
import dev.fanfare.model.access.Rate;
import dev.fanfare.model.http.HttpResponse;
import java.time.Duration;

/** Limits new connections per second; excess connections get 503 with Retry-After. Thread-safe. */
final class ConnectionRate {
    private static final String ALL = "";

    private final Buckets bucket;

    ConnectionRate(int perSecond) {
        this.bucket = new Buckets(new Rate(perSecond, Duration.ofSeconds(1)), 1);
    }

    /** Applies the limit before the given handler. */
    HttpHandler before(HttpHandler next) {
        return exchange -> {
            if (bucket.take(ALL, exchange.loop().nanoTime()) == 0) {
                next.handle(exchange);
            } else {
                refuse(exchange);
            }
        };
    }

    private static void refuse(HttpExchange exchange) {
        exchange.respond(
                HttpResponse.text(503, "connection rate exceeded; retry later").with("retry-after", "1"));
    }
}
