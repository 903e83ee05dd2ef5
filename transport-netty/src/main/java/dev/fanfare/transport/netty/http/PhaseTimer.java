package dev.fanfare.transport.netty.http;

import dev.fanfare.core.port.Scheduler;
import dev.fanfare.core.port.Scheduler.Cancellable;
import java.time.Duration;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** What an HTTP connection waits for, and the one timer that limits it. Confined to the event loop. */
final class PhaseTimer {
    /** What is waited for. */
    enum Phase {
        /** The end of a request's head. */
        HEAD,
        /** The end of its body. */
        BODY,
        /** The program, to accept a WebSocket. */
        ACCEPT,
        /** The program, to answer. */
        ANSWER,
        /** The client, to take the response, and to leave when it was the last. */
        RESPONSE,
        /** The next request. */
        IDLE
    }

    private final Scheduler scheduler;
    private final HttpTimes times;
    private final Consumer<Phase> onLate;
    private Phase phase = Phase.HEAD;
    private @Nullable Cancellable timer;

    PhaseTimer(Scheduler scheduler, HttpTimes times, Consumer<Phase> onLate) {
        this.scheduler = scheduler;
        this.times = times;
        this.onLate = onLate;
    }

    Phase phase() {
        return phase;
    }

    /** Begins to wait; nothing else is waited for any more. */
    void enter(Phase next) {
        stop();
        phase = next;
        timer = scheduler.schedule(limit(next), () -> onLate.accept(next));
    }

    /** Waits for nothing any more. */
    void stop() {
        if (timer != null) {
            timer.cancel();
            timer = null;
        }
    }

    /** How long a phase may take. */
    Duration limit(Phase asked) {
        return switch (asked) {
            case HEAD, ACCEPT -> times.handshake();
            case BODY -> times.body();
            case ANSWER -> times.handler();
            case RESPONSE -> times.response();
            case IDLE -> times.idle();
        };
    }
}
