package dev.fanfare.app.security;

import dev.fanfare.app.Middleware;
import dev.fanfare.app.Next;
import dev.fanfare.app.Request;
import dev.fanfare.core.limit.Buckets;
import dev.fanfare.core.limit.ClientAddress;
import dev.fanfare.model.access.Rate;
import dev.fanfare.model.http.HttpResponse;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.LongSupplier;

/**
 * Middleware that limits the rate of requests and handshakes per client; excess ones get 429 (RFC 6585, 4) with Retry-After.
 * A client is identified by its address, for IPv6 by its 64-bit network. The number of tracked clients is bounded: when it is
 * exceeded, the client that was idle for the longest time is forgotten and starts with a full bucket. Thread-safe.
 */
public final class RateLimit implements Middleware {
    private static final int DEFAULT_MAX_CLIENTS = 10_000;
    private static final int TOO_MANY_REQUESTS = 429;

    private final Rate rate;
    private final int maxClients;
    private final Function<Request, String> client;
    private final LongSupplier nanoTime;
    private final Buckets buckets;

    private RateLimit(Rate rate, int maxClients, Function<Request, String> client, LongSupplier nanoTime) {
        this.rate = rate;
        this.maxClients = maxClients;
        this.client = client;
        this.nanoTime = nanoTime;
        this.buckets = new Buckets(rate, maxClients);
    }

    /** Allows bursts of {@code count} requests per client, and {@code count} requests in each period. */
    public static RateLimit requests(int count, Duration per) {
        return new RateLimit(new Rate(count, per), DEFAULT_MAX_CLIENTS, RateLimit::address, System::nanoTime);
    }

    /**
     * Allows bursts of {@code count} messages per WebSocket, and {@code count} messages in each period. Closes a
     * WebSocket that exceeds the limit with 1008.
     */
    public static MessageRateLimit messages(int count, Duration per) {
        return new MessageRateLimit(new Rate(count, per), System::nanoTime);
    }

    /** Tracks up to {@code clients} clients. */
    public RateLimit remembering(int clients) {
        if (clients < 1) {
            throw new IllegalArgumentException("the number of tracked clients must be at least 1, got " + clients);
        }
        return new RateLimit(rate, clients, client, nanoTime);
    }

    /** Identifies a client by this function, for example by a header that a trusted proxy sets. */
    public RateLimit by(Function<Request, String> other) {
        return new RateLimit(rate, maxClients, other, nanoTime);
    }

    /** Uses another monotonic clock, in nanoseconds. */
    public RateLimit clock(LongSupplier other) {
        return new RateLimit(rate, maxClients, client, other);
    }

    @Override
    public HttpResponse handle(Request request, Next next) throws Exception {
        long waitNanos = buckets.take(client.apply(request), nanoTime.getAsLong());
        if (waitNanos == 0) {
            return next.proceed(request);
        }
        long seconds = 1 + TimeUnit.NANOSECONDS.toSeconds(waitNanos - 1);
        return HttpResponse.text(TOO_MANY_REQUESTS, "too many requests").with("retry-after", Long.toString(seconds));
    }

    private static String address(Request request) {
        return ClientAddress.of(request.remoteAddress());
    }
}
