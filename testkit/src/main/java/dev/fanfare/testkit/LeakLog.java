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

/** Keeps what Netty's leak detector logs. Thread-safe. Needs logback, so nobody but {@link LeakGuard} touches it. */
final class LeakLog extends AppenderBase<ILoggingEvent> {
    private static final String DETECTOR = "io.netty.util.ResourceLeakDetector";
    private static final String LEAK = "LEAK:";
    private static final LeakLog ATTACHED = new LeakLog();

    private final Queue<String> leaks = new ConcurrentLinkedQueue<>();

    private LeakLog() {
        setName("leak guard");
        start();
    }

    /** Listens from now on, if SLF4J speaks to logback. Idempotent. */
    static void attach() {
        while (LoggerFactory.getILoggerFactory() instanceof SubstituteLoggerFactory) {
            Thread.onSpinWait(); // another thread is initializing SLF4J
        }
        if (LoggerFactory.getLogger(DETECTOR) instanceof Logger logger) {
            logger.addAppender(ATTACHED);
        }
    }

    /** The leaks reported since the last call. */
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
