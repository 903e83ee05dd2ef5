package dev.fanfare.embedding;

// region: spring
import dev.fanfare.app.Channel;
import dev.fanfare.app.Fanfare;
import dev.fanfare.app.FanfareSettings;
import dev.fanfare.app.Principal;
import dev.fanfare.app.Request;
import dev.fanfare.app.security.Authentication;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.ApplicationRunner;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.context.annotation.Bean;
import org.springframework.stereotype.Service;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;

@SpringBootApplication
class SpringShop {
    /** Closed with the application, because it is {@code AutoCloseable}. */
    @Bean
    Fanfare fanfare(Users users) {
        var app = Fanfare.create(FanfareSettings.DEFAULTS.withAllowedOrigins(Set.of("https://shop.example")));
        app.use(Authentication.by(users::authenticate).require());
        return app;
    }

    @Bean
    Channel orders(Fanfare app) {
        var orders = app.channel("orders");
        app.websocket("/orders", ws -> {
            ws.subscribe(orders);
            ws.awaitClose();
        });
        return orders;
    }

    /** Listens when all other beans are ready. */
    @Bean
    ApplicationRunner listen(Fanfare app, @Value("${realtime.port}") int port) {
        return arguments -> app.listen(port);
    }

    record Order(String item) {}

    /** The existing application. */
    @RestController
    static class Orders {
        private final Channel orders;

        Orders(Channel orders) {
            this.orders = orders;
        }

        @PostMapping("/orders")
        void place(@RequestBody Order order) {
            orders.publishJson(order);
        }
    }

    /** Authenticates by a token in the query string, which the application issued to the page. */
    @Service
    static class Users {
        private final Map<String, String> tokens = Map.of("t-ann", "ann");

        Optional<Principal> authenticate(Request request) {
            return request.query("token").map(tokens::get).map(Principal::of);
        }
    }
}
// endregion
