package dev.fanfare.server.push;

import dev.fanfare.app.Middleware;
import dev.fanfare.app.Next;
import dev.fanfare.app.security.RateLimit;
import dev.fanfare.server.config.ClientOptions;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** How often clients of plain WebSockets may connect and send, as is set for those of SDKs. Stateless. */
final class PlainLimits {
    private static final String ALL = "";

    private PlainLimits() {}

    /** Lets so many in per second, over all paths that use it; empty for no limit. */
    static Optional<Middleware> connects(int perSecond) {
        return perSecond == 0
                ? Optional.empty()
                : Optional.of(RateLimit.requests(perSecond, Duration.ofSeconds(1))
                        .by(request -> ALL)
                        .remembering(1));
    }

    /** Closes clients that send more often than is set when they come. */
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
