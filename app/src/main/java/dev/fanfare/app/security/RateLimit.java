package dev.fanfare.app.security;

import dev.fanfare.app.Middleware;
import dev.fanfare.app.Next;
import dev.fanfare.app.Request;
import dev.fanfare.core.limit.Buckets;
import dev.fanfare.core.limit.Rate;
import dev.fanfare.model.http.HttpResponse;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.LongSupplier;

/**
 * Middleware that answers clients which ask too often with 429 (RFC 6585, 4) and Retry-After, handshakes and requests
 * alike. Clients are told apart by their addresses, those of IPv6 by the network (64 bits) that one subscriber has to
 * himself. What it remembers is bounded: behind a flood of addresses, the ones not seen longest begin anew. Thread-safe.
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

    /** So many requests of a client at once, and again so many spread over each of these times. */
    public static RateLimit requests(int count, Duration per) {
        return new RateLimit(new Rate(count, per), DEFAULT_MAX_CLIENTS, RateLimit::address, System::nanoTime);
    }

    /** So many messages of a WebSocket at once, and again so many spread over each of these times; else it is closed with 1008. */
    public static MessageRateLimit messages(int count, Duration per) {
        return new MessageRateLimit(new Rate(count, per), System::nanoTime);
    }

    /** The same; remembers so many clients. */
    public RateLimit remembering(int clients) {
        if (clients < 1) {
            throw new IllegalArgumentException("at least one client has to be remembered, not " + clients);
        }
        return new RateLimit(rate, clients, client, nanoTime);
    }

    /** The same; tells clients apart by this, such as a header that a proxy of one's own sets. */
    public RateLimit by(Function<Request, String> other) {
        return new RateLimit(rate, maxClients, other, nanoTime);
    }

    /** The same by another monotonic clock, in nanoseconds. */
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
