package dev.fanfare.server.push;

import dev.fanfare.app.Middleware;
import dev.fanfare.app.Next;
import dev.fanfare.app.security.RateLimit;
import dev.fanfare.server.config.ClientOptions;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** Rate limits of plain WebSocket clients, from the options for SDK clients. Stateless. */
final class PlainLimits {
    private static final String ALL = "";

    private PlainLimits() {}

    /** Limits connections per second across all paths that share it; empty if there is no limit. */
    static Optional<Middleware> connects(int perSecond) {
        return perSecond == 0
                ? Optional.empty()
                : Optional.of(RateLimit.requests(perSecond, Duration.ofSeconds(1))
                        .by(request -> ALL)
                        .remembering(1));
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
