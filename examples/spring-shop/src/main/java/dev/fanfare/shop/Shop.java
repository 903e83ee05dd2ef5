package dev.fanfare.shop;

// region: shop
import dev.fanfare.app.Channel;
import dev.fanfare.app.Fanfare;
import dev.fanfare.app.WebSocketHandler;
import dev.fanfare.model.channel.ChannelOptions;
import dev.fanfare.spring.WebSocketRoute;
import java.time.Duration;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.context.annotation.Bean;

@SpringBootApplication
class Shop {
    /** Controllers and services publish to this channel. */
    @Bean
    Channel orders(Fanfare app) {
        return app.channel("orders", ChannelOptions.history(20, Duration.ofHours(1)));
    }

    /** Pages connect to ws://localhost:8001/orders and receive the latest orders, then each new one. */
    @Bean
    @WebSocketRoute("/orders")
    WebSocketHandler ordersRoute(Channel orders) {
        return ws -> {
            ws.subscribeWithHistory(orders, 20);
            ws.awaitClose();
        };
    }

    public static void main(String[] args) {
        SpringApplication.run(Shop.class, args);
    }
}
// endregion
