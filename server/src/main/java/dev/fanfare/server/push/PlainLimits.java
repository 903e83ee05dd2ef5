package dev.fanfare.server.push;

import dev.fanfare.app.Middleware;
import dev.fanfare.app.security.RateLimit;
import dev.fanfare.server.config.ClientOptions;
import dev.fanfare.server.config.value.Frequency;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

/** How often clients of plain WebSockets may connect and send, as is set for those of SDKs. Stateless. */
final class PlainLimits {
    private static final String ALL = "";

    private PlainLimits() {}

    /** To be used before all paths together. */
    static List<Middleware> of(ClientOptions set) {
        int perSecond = set.limits().connectionRateLimit();
        var connects = perSecond == 0
                ? Stream.<Middleware>empty()
                : Stream.<Middleware>of(RateLimit.requests(perSecond, Duration.ofSeconds(1))
                        .by(request -> ALL)
                        .remembering(1));
        var rates = set.rateLimit().connection();
        var messages = Stream.of(rates.any(), rates.publish())
                .filter(Frequency::isSet)
                .<Middleware>map(rate -> RateLimit.messages(rate.count(), rate.per()));
        return Stream.concat(connects, messages).toList();
    }
}
