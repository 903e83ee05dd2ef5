package dev.fanfare.core.session;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.fanfare.core.fake.FakeConnection;
import dev.fanfare.core.fake.VirtualLoop;
import dev.fanfare.model.channel.ClientInfo;
import dev.fanfare.model.client.CloseReason;
import dev.fanfare.model.monitoring.LogText;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.slf4j.LoggerFactory;

/** Text of clients in log lines. */
@Isolated("changes the level of a logger")
class LogTextTest {
    private final Logger logger = (Logger) LoggerFactory.getLogger("dev.fanfare.disconnects");
    private final ListAppender<ILoggingEvent> log = new ListAppender<>();

    LogTextTest() {
        log.start();
        logger.addAppender(log);
        logger.setLevel(Level.DEBUG);
    }

    @AfterEach
    void stop() {
        logger.setLevel(null);
        logger.detachAppender(log);
    }

    @Test
    void reasonAndUser_cannotForgeOtherFields() {
        var info = new ClientInfo("c1", "ann\" user=\"root");
        new DisconnectLog()
                .write(
                        new FakeConnection(new VirtualLoop()),
                        info,
                        new CloseReason(4000, "x\" code=\"1000\u0085\u202e"));

        assertThat(log.list)
                .singleElement()
                .satisfies(event -> assertThat(event.getKeyValuePairs())
                        .extracting(pair -> pair.key + "=" + pair.value)
                        .contains("reason=x\\\" code=\\\"1000\\u0085\\u202e", "user=ann\\\" user=\\\"root"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '\'',
            value = {
                "plain text, Grüße, 日本, \uD83D\uDE00 | plain text, Grüße, 日本, \uD83D\uDE00",
                "a\"b | a\\\"b",
                "a\\b | a\\\\b",
                "'a\nb' | a\\u000ab",
                "'a\u0085b' | a\\u0085b",
                "'a\u2028b\u2029c' | a\\u2028b\\u2029c",
                "'a\u009bb' | a\\u009bb",
                "'a\u202eb\u2066c\u200f' | a\\u202eb\\u2066c\\u200f",
                "'a\ufeffb' | a\\ufeffb",
                "'a\uDB40\uDC41b' | a\\udb40\\udc41b",
                "'a\ud800b' | a\\ud800b",
            })
    void logText_escapesWhatCouldForgeALine(String text, String logged) {
        assertThat(LogText.of(text)).hasToString(logged);
    }

    @Test
    void logText_ofALongText_isCut() {
        assertThat(LogText.of("x".repeat(10_000)).toString()).hasSize(515).endsWith("x...");
    }
}
