package @package@;

import dev.fanfare.app.Channel;
import dev.fanfare.app.Fanfare;
import dev.fanfare.app.WebSocketHandler;
import dev.fanfare.model.channel.ChannelOptions;
import dev.fanfare.spring.WebSocketRoute;
import java.time.Duration;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.context.annotation.Bean;

/** A web application whose pages show news as they are published. */
@SpringBootApplication
public class Application {
    private static final int LATEST = 20;

    /** Controllers and services publish to this channel. */
    @Bean
    Channel news(Fanfare app) {
        return app.channel("news", ChannelOptions.history(LATEST, Duration.ofHours(1)));
    }

    /** Pages connect to ws://localhost:8001/news and receive the latest news, then each new one. */
    @Bean
    @WebSocketRoute("/news")
    WebSocketHandler newsRoute(Channel news) {
        return ws -> {
            ws.subscribeWithHistory(news, LATEST);
            ws.awaitClose();
        };
    }

    /** Serves until the process is stopped. */
    public static void main(String[] args) {
        SpringApplication.run(Application.class, args);
    }
}
