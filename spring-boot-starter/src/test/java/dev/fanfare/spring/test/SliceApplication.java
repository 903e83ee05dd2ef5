package dev.fanfare.spring.test;

import dev.fanfare.app.Channel;
import dev.fanfare.app.Fanfare;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.context.annotation.Bean;

/** An application with a route, and with a service that a test of the route must not create. */
@SpringBootApplication
class SliceApplication {
    @Bean
    Channel orders(Fanfare app) {
        return app.channel("orders");
    }
}
