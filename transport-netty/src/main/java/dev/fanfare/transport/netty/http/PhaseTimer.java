package dev.fanfare.transport.netty.http;

import dev.fanfare.core.port.Scheduler;
import dev.fanfare.core.port.Scheduler.Cancellable;
import java.time.Duration;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The phase of an HTTP connection, and the one timer that limits it. The timer starts again only if a phase ends before the
 * timer runs, so that requests that follow each other need no timers. Confined to the connection's event loop.
 */
final class PhaseTimer {
    /** The event that the connection waits for. */
    enum Phase {
        /** The end of a request head. */
        HEAD,
        /** The end of a request body that the handler reads, or that is discarded. */
        BODY,
        /** The handler, to accept a WebSocket. */
        ACCEPT,
        /** The handler, to respond. */
        ANSWER,
        /** The client, to read the response, and to close after the last one. */
        RESPONSE,
        /** The next request. */
        IDLE
    }

    private final Scheduler scheduler;
    private final HttpTimes times;
    private final Consumer<Phase> onLate;
    private Phase phase = Phase.HEAD;
    /** The end of the phase, and the time at which the timer runs: in nanoseconds of the scheduler. */
    private long deadline;

    private long runsAt;
    private @Nullable Cancellable timer;

    PhaseTimer(Scheduler scheduler, HttpTimes times, Consumer<Phase> onLate) {
        this.scheduler = scheduler;
        this.times = times;
        this.onLate = onLate;
    }

    Phase phase() {
        return phase;
    }

    /** Enters a phase and begins its time limit. */
    void enter(Phase next) {
        phase = next;
        deadline = scheduler.nanoTime() + limit(next).toNanos();
        if (timer == null || deadline - runsAt < 0) {
            stop();
            start();
        }
    }

    /** Stops the timer. */
    void stop() {
        if (timer != null) {
            timer.cancel();
            timer = null;
        }
    }

    private void start() {
        runsAt = deadline;
        timer = scheduler.schedule(Duration.ofNanos(deadline - scheduler.nanoTime()), this::run);
    }

    private void run() {
        timer = null;
        if (deadline - scheduler.nanoTime() > 0) {
            start();
        } else {
            onLate.accept(phase);
        }
    }

    /** Returns the time limit of a phase. */
    Duration limit(Phase limited) {
        return switch (limited) {
            case HEAD, ACCEPT -> times.handshake();
            case BODY -> times.body();
            case ANSWER -> times.handler();
            case RESPONSE -> times.response();
            case IDLE -> times.idle();
        };
    }
}
