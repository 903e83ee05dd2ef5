package dev.fanfare.app.security;

import dev.fanfare.app.Middleware;
import dev.fanfare.app.Next;
import dev.fanfare.app.Request;
import dev.fanfare.core.limit.TokenBucket;
import dev.fanfare.model.access.Rate;
import dev.fanfare.model.client.CloseReason;
import dev.fanfare.model.http.HttpResponse;
import java.util.Optional;
import java.util.function.LongSupplier;

/**
 * Middleware that closes a WebSocket with 1008 if its client sends too many messages; see {@link RateLimit#messages}. Immutable,
 * thread-safe.
 */
public final class MessageRateLimit implements Middleware {
    private static final CloseReason TOO_MANY = new CloseReason(1008, "too many messages");

    private final Rate rate;
    private final LongSupplier nanoTime;

    MessageRateLimit(Rate rate, LongSupplier nanoTime) {
        this.rate = rate;
        this.nanoTime = nanoTime;
    }

    /** Uses another monotonic clock, in nanoseconds. */
    public MessageRateLimit clock(LongSupplier other) {
        return new MessageRateLimit(rate, other);
    }

    @Override
    public HttpResponse handle(Request request, Next next) throws Exception {
        if (!request.isWebSocket()) {
            return next.proceed(request);
        }
        var bucket = new TokenBucket(rate, nanoTime.getAsLong());
        return next.proceed(request.withMessageCheck(
                message -> bucket.take(nanoTime.getAsLong()) == 0 ? Optional.empty() : Optional.of(TOO_MANY)));
    }
}
