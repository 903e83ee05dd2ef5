package dev.fanfare.testkit;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.slf4j.LoggerFactory;
import org.slf4j.helpers.SubstituteLoggerFactory;

/** Records the output of Netty's leak detector. Thread-safe. Requires logback, so only {@link LeakGuard} uses it. */
final class LeakLog extends AppenderBase<ILoggingEvent> {
    private static final String DETECTOR = "io.netty.util.ResourceLeakDetector";
    private static final String LEAK = "LEAK:";
    private static final LeakLog ATTACHED = new LeakLog();

    private final Queue<String> leaks = new ConcurrentLinkedQueue<>();

    private LeakLog() {
        setName("leak guard");
        start();
    }

    /** Starts recording if SLF4J uses logback. Idempotent. */
    static void attach() {
        while (LoggerFactory.getILoggerFactory() instanceof SubstituteLoggerFactory) {
            Thread.onSpinWait(); // another thread is initializing SLF4J
        }
        if (LoggerFactory.getLogger(DETECTOR) instanceof Logger logger) {
            logger.addAppender(ATTACHED);
        }
    }

    /** Returns and clears the reported leaks. */
    static List<String> take() {
        var taken = new ArrayList<String>();
        for (var leak = ATTACHED.leaks.poll(); leak != null; leak = ATTACHED.leaks.poll()) {
            taken.add(leak);
        }
        return taken;
    }

    @Override
    protected void append(ILoggingEvent event) {
        if (event.getFormattedMessage().startsWith(LEAK)) {
            leaks.add(event.getFormattedMessage());
        }
    }
}
