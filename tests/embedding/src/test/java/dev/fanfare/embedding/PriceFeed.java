package dev.fanfare.embedding;

// region: main
import dev.fanfare.app.Channel;
import dev.fanfare.app.Fanfare;
import dev.fanfare.model.channel.ChannelOptions;
import dev.fanfare.model.channel.SlowClientPolicy;
import java.util.Map;

/** A program that publishes prices. */
final class PriceFeed implements AutoCloseable {
    record Price(String symbol, long cents) {}

    private final Fanfare app = Fanfare.create();
    private final Channel prices = app.channel( // a slow client receives only the newest price per symbol
            "prices", ChannelOptions.defaults().slowClients(SlowClientPolicy.conflateBy("symbol")));

    PriceFeed() {
        app.websocket("/prices", ws -> {
            ws.subscribe(prices);
            ws.awaitClose();
        });
    }

    /** Listens on the port, or on a free port for 0, and returns it. */
    int listen(int port) {
        return app.listen(port).getPort();
    }

    /** Publishes a price. Thread-safe; never waits for a client. */
    void changed(Price price) {
        prices.publishJson(price, Map.of("symbol", price.symbol()));
    }

    /** Closes all clients with 1001 and waits up to 5 seconds for handlers. */
    @Override
    public void close() {
        app.close();
    }

    public static void main(String[] args) {
        var feed = new PriceFeed();
        feed.app.closeOnShutdown();
        feed.listen(8000);
        feed.changed(new Price("ACME", 1234));
    }
}
// endregion
