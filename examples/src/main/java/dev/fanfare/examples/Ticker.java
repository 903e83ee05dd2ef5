package dev.fanfare.examples;

import dev.fanfare.app.Channel;
import dev.fanfare.app.Fanfare;
import dev.fanfare.app.StaticFile;
import dev.fanfare.model.channel.ChannelOptions;
import dev.fanfare.model.channel.SlowClientPolicy;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;

/** A backend thread pushes prices. A slow client receives only the latest price of each symbol. */
public final class Ticker implements Example {
    private static final int INTERVAL_MILLIS = 100;
    private static final String SYMBOL = "symbol";

    @Override
    public String name() {
        return "ticker";
    }

    @Override
    public String summary() {
        return "A backend thread pushes prices. Slow clients receive only the latest price of each symbol.";
    }

    @Override
    public void addTo(Fanfare app) {
        // If a client is slow, only the latest price of each symbol stays in its outbox.
        var latestOnly = ChannelOptions.defaults().slowClients(SlowClientPolicy.conflateBy(SYMBOL));
        var prices = app.channel("prices", latestOnly);
        app.websocket("/ws/prices/", ws -> {
            ws.subscribe(prices);
            ws.awaitClose();
        });
        app.sse("/ticker/stream", prices);
        app.get("/ticker", StaticFile.fromClasspath(Ticker.class, "ticker.html"));

        var backend = Executors.newSingleThreadScheduledExecutor(
                Thread.ofPlatform().daemon().name("prices").factory());
        var market = new Market();
        app.onStart(() ->
                backend.scheduleAtFixedRate(() -> market.move(prices), 0, INTERVAL_MILLIS, TimeUnit.MILLISECONDS));
        app.onStop(backend::shutdownNow);
    }

    record Price(String symbol, BigDecimal price) {}

    /** A random walk of prices. Confined to the backend thread. */
    private static final class Market {
        private final Map<String, Double> prices =
                new LinkedHashMap<>(Map.of("BRASS", 104.20, "DRUM", 38.75, "REED", 61.10, "STRING", 12.45));

        /** Changes one price and publishes it. */
        void move(Channel channel) {
            var symbol = prices.keySet().stream()
                    .skip(ThreadLocalRandom.current().nextInt(prices.size()))
                    .findFirst()
                    .orElseThrow();
            double price = prices.merge(
                    symbol, ThreadLocalRandom.current().nextGaussian(1, 0.003), (old, change) -> old * change);
            channel.publishJson(
                    new Price(symbol, BigDecimal.valueOf(price).setScale(2, RoundingMode.HALF_UP)),
                    Map.of(SYMBOL, symbol));
        }
    }
}
