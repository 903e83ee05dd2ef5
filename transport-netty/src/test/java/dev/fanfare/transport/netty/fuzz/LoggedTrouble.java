package dev.fanfare.transport.netty.fuzz;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.slf4j.LoggerFactory;

/** Keeps all warnings, errors and traces that anybody logs. Thread-safe. */
final class LoggedTrouble extends AppenderBase<ILoggingEvent> implements AutoCloseable {
    /** Under which the log knows the seed. */
    static final String SEED = "seed";

    private final Queue<String> trouble = new ConcurrentLinkedQueue<>();
    private final Logger root = (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);

    LoggedTrouble() {
        setName("logged trouble");
        start();
        root.addAppender(this);
    }

    List<String> trouble() {
        return List.copyOf(trouble);
    }

    @Override
    public void close() {
        root.detachAppender(this);
        stop();
    }

    @Override
    protected void append(ILoggingEvent event) {
        if (event.getLevel().isGreaterOrEqual(Level.WARN) || event.getThrowableProxy() != null) {
            trouble.add("seed " + event.getMDCPropertyMap().get(SEED) + ": " + event.getLevel() + " "
                    + event.getLoggerName() + ": " + event.getFormattedMessage());
        }
    }
}
