package @package@;

import dev.fanfare.app.Channel;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** Publishes news. */
@RestController
class NewsController {
    /** What the page sends and the channel contains: {"text": "hello"}. */
    record News(String text) {}

    private final Channel news;

    NewsController(Channel news) {
        this.news = news;
    }

    /** Returns when the news are in the history of the channel; never waits for a page. */
    @PostMapping("/news")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void publish(@RequestBody News item) {
        news.publishJson(item);
    }
}
