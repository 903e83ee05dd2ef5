package @package@;

import static org.assertj.core.api.Assertions.assertThat;

import @package@.NewsController.News;
import dev.fanfare.app.Channel;
import dev.fanfare.spring.test.FanfareTest;
import dev.fanfare.testkit.app.TestServer;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/** The route and the channel in memory, without a web server. */
@FanfareTest
class NewsTest {
    @Test
    void news_reachPages(@Autowired TestServer server, @Autowired Channel news) {
        var client = server.connect("/news");

        new NewsController(news).publish(new News("tea"));

        assertThat(client.receiveText()).isEqualTo("{\"text\":\"tea\"}");
    }
}
