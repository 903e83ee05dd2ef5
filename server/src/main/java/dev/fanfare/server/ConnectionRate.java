package dev.fanfare.server;

import dev.fanfare.core.limit.Buckets;
import dev.fanfare.core.limit.ClientAddress;
import dev.fanfare.core.transport.HttpExchange;
import dev.fanfare.core.transport.HttpHandler;
import dev.fanfare.model.access.Rate;
import dev.fanfare.model.http.HttpResponse;
import dev.fanfare.server.config.ClientLimits;
import java.net.SocketAddress;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Limits new connections per second, in total and per address; excess connections get 503 with Retry-After. Thread-safe. */
final class ConnectionRate {
    private static final String ALL = "";
    private static final int MAX_ADDRESSES = 10_000;

    private final @Nullable Buckets ofAddress;
    private final @Nullable Buckets ofAll;

    ConnectionRate(ClientLimits limits) {
        this.ofAddress = buckets(limits.connectionRateLimitPerAddress(), MAX_ADDRESSES);
        this.ofAll = buckets(limits.connectionRateLimit(), 1);
    }

    private static @Nullable Buckets buckets(int perSecond, int maxKeys) {
        return perSecond == 0 ? null : new Buckets(new Rate(perSecond, Duration.ofSeconds(1)), maxKeys);
    }

    /**
     * Applies the limits before the given handler.
     *
     * @param webSocket whether only handshakes open connections, so that other requests do not count
     */
    HttpHandler before(HttpHandler next, boolean webSocket) {
        return exchange -> {
            boolean opens = !webSocket || exchange.isUpgrade();
            var peer = exchange.request().remoteAddress();
            if (!opens || accepts(peer, exchange.loop().nanoTime())) {
                next.handle(exchange);
            } else {
                refuse(exchange);
            }
        };
    }

    /** A client above the limit of its address takes nothing from the others. */
    boolean accepts(SocketAddress peer, long now) {
        return takes(ofAddress, ClientAddress.of(peer), now) && takes(ofAll, ALL, now);
    }

    private static boolean takes(@Nullable Buckets buckets, String key, long now) {
        return buckets == null || buckets.take(key, now) == 0;
    }

    private static void refuse(HttpExchange exchange) {
        exchange.respond(
                HttpResponse.text(503, "connection rate exceeded; retry later").with("retry-after", "1"));
    }
}
