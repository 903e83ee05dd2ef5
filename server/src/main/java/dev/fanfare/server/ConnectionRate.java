package dev.fanfare.server;

import dev.fanfare.core.limit.Buckets;
import dev.fanfare.core.limit.Rate;
import dev.fanfare.core.transport.HttpExchange;
import dev.fanfare.core.transport.HttpHandler;
import dev.fanfare.model.http.HttpResponse;
import java.time.Duration;

/** Lets so many new connections in per second, over all that share it; others are to come back. Thread-safe. */
final class ConnectionRate {
    private static final String ALL = "";

    private final Buckets bucket;

    ConnectionRate(int perSecond) {
        this.bucket = new Buckets(new Rate(perSecond, Duration.ofSeconds(1)), 1);
    }

    /** What answers those who are let in. */
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
        exchange.respond(HttpResponse.text(503, "too many connect at once").with("retry-after", "1"));
    }
}
