package dev.fanfare.spring;

import dev.fanfare.app.Fanfare;

/**
 * A bean that adds routes, middleware and channel options to the application. Called once, on the thread that starts the
 * application context, when all singletons exist and before Fanfare listens. Several configurers are called in the order of
 * {@code @Order}; middleware of the first one is the outermost.
 *
 * {@snippet :
 * @Bean
 * FanfareConfigurer prices(PriceService prices) {
 *     return app -> app.get("/prices", request -> JsonResponse.of(prices.all()));
 * }
 * }
 */
@FunctionalInterface
public interface FanfareConfigurer {
    /** Configures the application. */
    void configure(Fanfare app);
}
