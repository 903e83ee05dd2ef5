package dev.fanfare.transport.netty.accept;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.netty.channel.embedded.EmbeddedChannel;
import java.io.IOException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/** Episodes of failures to accept connections. */
class AcceptFailuresTest {
    private final Logger logger = (Logger) LoggerFactory.getLogger(AcceptFailures.class);
    private final ListAppender<ILoggingEvent> log = new ListAppender<>();
    private final AcceptFailures failures = new AcceptFailures();
    private final EmbeddedChannel server = new EmbeddedChannel(failures);

    @BeforeEach
    void record() {
        logger.setLevel(Level.INFO);
        log.start();
        logger.addAppender(log);
    }

    @AfterEach
    void close() {
        logger.detachAppender(log);
        server.finishAndReleaseAll();
    }

    @Test
    void failures_ofOneEpisode_areLoggedOnceAndCounted() {
        failures.accepted();
        assertThat(failures.fault()).isEmpty();
        for (int i = 0; i < 3; i++) {
            server.pipeline().fireExceptionCaught(new IOException("Too many open files"));
        }

        assertThat(failures.fault()).contains("cannot accept connections: Too many open files");
        assertThat(failures.count()).isEqualTo(3);
        failures.accepted();
        failures.accepted();
        assertThat(failures.fault()).isEmpty();
        assertThat(log.list)
                .extracting(ILoggingEvent::getFormattedMessage)
                .satisfiesExactly(
                        begin -> assertThat(begin).startsWith("accept-failed address="),
                        end -> assertThat(end).isEqualTo("accept-failed-ended failures=3"));

        server.pipeline().fireExceptionCaught(new IOException("Too many open files"));
        assertThat(log.list).hasSize(3);
        assertThat(failures.count()).isEqualTo(4);
    }
}
