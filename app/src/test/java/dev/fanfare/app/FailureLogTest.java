package dev.fanfare.app;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.fanfare.app.internal.concurrent.FailureLog;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/** How often failures of application code are logged. */
class FailureLogTest {
    private final Logger logger = (Logger) LoggerFactory.getLogger(FailureLog.class);
    private final ListAppender<ILoggingEvent> logged = new ListAppender<>();
    private final TestApp test = new TestApp();

    @BeforeEach
    void listen() {
        logged.list = new CopyOnWriteArrayList<>(); // other tests log at the same time
        logged.start();
        logger.setAdditive(false);
        logger.setLevel(Level.ERROR);
        logger.addAppender(logged);
    }

    @AfterEach
    void stop() {
        test.close();
        logger.detachAppender(logged);
        logger.setLevel(Level.OFF);
        logger.setAdditive(true);
    }

    @Test
    void failure_ofHandler_isLoggedOnceForAllPaths() {
        test.app().websocket("/failing/{id}", ws -> {
            throw new IllegalStateException("on purpose");
        });

        for (int i = 0; i < 10; i++) {
            assertThat(test.refused("/failing/" + i).status()).isEqualTo(500);
        }

        assertThat(logged.list)
                .extracting(ILoggingEvent::getFormattedMessage)
                .filteredOn(message -> message.contains("failing"))
                .containsExactly("/failing/{id} failed");
    }
}
