package dev.fanfare.core.node;

import dev.fanfare.core.port.Scheduler;
import dev.fanfare.core.session.Session;
import dev.fanfare.model.client.CloseReason;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Ends the sessions of one event loop, spread evenly over a period, with a single timer. Confined to the loop. */
final class Drain {
    private static final int STEPS = 100;

    private final Scheduler loop;
    private final List<Session> sessions;
    private final CloseReason reason;
    private final Duration step;
    private final CompletableFuture<Void> done = new CompletableFuture<>();
    private int steps;
    private int ended;

    Drain(Scheduler loop, List<Session> sessions, CloseReason reason, Duration over) {
        this.loop = loop;
        this.sessions = sessions;
        this.reason = reason;
        this.step = over.dividedBy(STEPS);
    }

    /** Starts the drain; completes when every session has started to close. */
    CompletionStage<Void> start() {
        if (step.isZero()) {
            steps = STEPS - 1;
        }
        step();
        return done;
    }

    private void step() {
        steps++;
        int due = (int) ((long) sessions.size() * steps / STEPS);
        for (; ended < due; ended++) {
            sessions.get(ended).disconnect(reason);
        }
        if (ended < sessions.size()) {
            loop.schedule(step, this::step);
        } else {
            done.complete(null);
        }
    }
}
