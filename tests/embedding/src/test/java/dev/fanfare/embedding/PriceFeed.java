package dev.fanfare.embedding;

// region: main
import dev.fanfare.app.Channel;
import dev.fanfare.app.Fanfare;
import dev.fanfare.model.channel.ChannelOptions;
import dev.fanfare.model.channel.SlowClientPolicy;
import java.util.Map;

/** A program that has something to tell: it publishes, whoever listens. */
final class PriceFeed implements AutoCloseable {
    record Price(String symbol, long cents) {}

    private final Fanfare app = Fanfare.create();
    private final Channel prices = app.channel( // of each symbol, a slow client gets the newest price alone
            "prices", ChannelOptions.defaults().slowClients(SlowClientPolicy.conflateBy("symbol")));

    PriceFeed() {
        app.websocket("/prices", ws -> {
            ws.subscribe(prices);
            ws.awaitClose();
        });
    }

    /** Returns the port, which is a free one for 0. */
    int listen(int port) {
        return app.listen(port).getPort();
    }

    /** From any thread; waits for no client. */
    void changed(Price price) {
        prices.publishJson(price, Map.of("symbol", price.symbol()));
    }

    /** Closes every client with 1001, and waits for handlers, 5 seconds at most. */
    @Override
    public void close() {
        app.close();
    }

    public static void main(String[] args) {
        var feed = new PriceFeed();
        Runtime.getRuntime().addShutdownHook(new Thread(feed::close));
        feed.listen(8000);
        feed.changed(new Price("ACME", 1234));
    }
}
// endregion
