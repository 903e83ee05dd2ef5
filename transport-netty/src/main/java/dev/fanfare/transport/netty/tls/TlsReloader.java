package dev.fanfare.transport.netty.tls;

import dev.fanfare.core.port.Scheduler;
import dev.fanfare.core.port.Scheduler.Cancellable;
import java.time.Duration;
import java.util.concurrent.RejectedExecutionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Checks the TLS files periodically on a virtual thread until it is closed. Thread-safe. */
public final class TlsReloader implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(TlsReloader.class);

    private final TlsContexts contexts;
    private final Scheduler scheduler;
    private final Duration every;
    private volatile Cancellable next;
    private volatile boolean closed;

    public TlsReloader(TlsContexts contexts, Scheduler scheduler, Duration every) {
        this.contexts = contexts;
        this.scheduler = scheduler;
        this.every = every;
        this.next = schedule();
    }

    @Override
    public void close() {
        closed = true;
        next.cancel();
    }

    private Cancellable schedule() {
        return scheduler.schedule(
                every, () -> Thread.ofVirtual().name("fanfare-tls-files").start(this::reload));
    }

    private void reload() {
        try {
            contexts.reload();
        } catch (RuntimeException bug) {
            LOG.error("cannot check the TLS files because of an unexpected exception", bug);
        }
        try {
            if (!closed) {
                next = schedule();
            }
        } catch (RejectedExecutionException ended) {
            LOG.debug("TLS files are no longer checked, because the event loops have ended: {}", ended.toString());
        }
    }
}
