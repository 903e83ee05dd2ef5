package dev.fanfare.transport.netty.fuzz;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Predicate;
import org.slf4j.LoggerFactory;

/** Collects the warnings, errors and stack traces in some log events; other test classes log concurrently. Thread-safe. */
final class LoggedTrouble extends AppenderBase<ILoggingEvent> implements AutoCloseable {
    /** MDC key of the seed. */
    static final String SEED = "seed";

    private final Predicate<ILoggingEvent> observed;
    private final Queue<String> trouble = new ConcurrentLinkedQueue<>();
    private final Logger root = (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);

    private LoggedTrouble(Predicate<ILoggingEvent> observed) {
        this.observed = observed;
        setName("logged trouble");
        start();
        root.addAppender(this);
    }

    /** Observes the events of threads that have a seed in their MDC. */
    static LoggedTrouble ofSeeds() {
        return new LoggedTrouble(event -> event.getMDCPropertyMap().containsKey(SEED));
    }

    /** Observes the events of one thread. */
    static LoggedTrouble ofThread(String name) {
        return new LoggedTrouble(event -> event.getThreadName().equals(name));
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
        boolean isTrouble = event.getLevel().isGreaterOrEqual(Level.WARN) || event.getThrowableProxy() != null;
        if (isTrouble && observed.test(event)) {
            trouble.add("seed " + event.getMDCPropertyMap().get(SEED) + ": " + event.getLevel() + " "
                    + event.getLoggerName() + ": " + event.getFormattedMessage());
        }
    }
}
