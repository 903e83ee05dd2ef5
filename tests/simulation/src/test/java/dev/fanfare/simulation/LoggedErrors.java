package dev.fanfare.simulation;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.slf4j.LoggerFactory;

/** Keeps the errors that core logs, with the seed of the run. Each one is a bug. Thread-safe. */
final class LoggedErrors extends AppenderBase<ILoggingEvent> implements AutoCloseable {
    private static final String CORE = "dev.fanfare.core";

    private final Queue<String> errors = new ConcurrentLinkedQueue<>();
    private final Logger logger;

    LoggedErrors() {
        while (!(LoggerFactory.getILoggerFactory() instanceof LoggerContext)) {
            Thread.onSpinWait(); // another thread is initializing SLF4J
        }
        logger = (Logger) LoggerFactory.getLogger(CORE);
        setName("logged errors");
        start();
        logger.addAppender(this);
    }

    List<String> errors() {
        return List.copyOf(errors);
    }

    @Override
    public void close() {
        logger.detachAppender(this);
        stop();
    }

    @Override
    protected void append(ILoggingEvent event) {
        if (event.getLevel().isGreaterOrEqual(Level.ERROR)) {
            errors.add("seed " + event.getMDCPropertyMap().get(Seeds.SEED) + ": " + event.getFormattedMessage());
        }
    }
}
