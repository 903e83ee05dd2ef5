package dev.fanfare.server.push;

import dev.fanfare.app.Middleware;
import dev.fanfare.app.Next;
import dev.fanfare.app.security.RateLimit;
import dev.fanfare.server.config.ClientLimits;
import dev.fanfare.server.config.ClientOptions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/** Rate limits of plain WebSocket clients, from the options for SDK clients. Stateless. */
final class PlainLimits {
    private static final String ALL = "";

    private PlainLimits() {}

    /** Limits connections per second across all paths that share it, per address and in total; empty if there is no limit. */
    static List<Middleware> connects(ClientLimits limits) {
        var all = new ArrayList<Middleware>();
        if (limits.connectionRateLimitPerAddress() > 0) {
            all.add(RateLimit.requests(limits.connectionRateLimitPerAddress(), Duration.ofSeconds(1)));
        }
        if (limits.connectionRateLimit() > 0) {
            all.add(RateLimit.requests(limits.connectionRateLimit(), Duration.ofSeconds(1))
                    .by(request -> ALL)
                    .remembering(1));
        }
        return all;
    }

    /** Closes connections that exceed the message rates in force when they connect. */
    static Middleware messages(Supplier<ClientOptions> set) {
        return (request, next) -> {
            var rates = set.get().rateLimit().connection();
            var limited = next;
            for (var rate : List.of(rates.any(), rates.publish())) {
                if (rate.isSet()) {
                    Next inner = limited;
                    limited = passed ->
                            RateLimit.messages(rate.count(), rate.per()).handle(passed, inner);
                }
            }
            return limited.proceed(request);
        };
    }
}
