package dev.fanfare.core.node;

import dev.fanfare.core.session.HeartbeatWheel;
import dev.fanfare.core.session.Session;
import dev.fanfare.core.transport.EventLoop;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

/** Visits the sessions of one event loop in slices, so that the loop serves its clients in between. Confined to the loop. */
final class SessionVisit implements Runnable {
    private static final int SLICE = 256;

    private final EventLoop loop;
    private final List<Session> sessions;
    private final Consumer<? super Session> visitor;
    private final CompletableFuture<Void> done = new CompletableFuture<>();
    private int visited;

    private SessionVisit(EventLoop loop, List<Session> sessions, Consumer<? super Session> visitor) {
        this.loop = loop;
        this.sessions = sessions;
        this.visitor = visitor;
    }

    /** Starts a visit; completes when all sessions have been visited. Thread-safe. */
    static CompletableFuture<Void> start(EventLoop loop, HeartbeatWheel wheel, Consumer<? super Session> visitor) {
        return CompletableFuture.supplyAsync(
                        () -> {
                            var visit = new SessionVisit(loop, wheel.sessions(), visitor);
                            visit.run();
                            return visit.done;
                        },
                        loop)
                .thenCompose(done -> done);
    }

    @Override
    public void run() {
        try {
            int end = Math.min(visited + SLICE, sessions.size());
            for (; visited < end; visited++) {
                visitor.accept(sessions.get(visited));
            }
            if (visited < sessions.size()) {
                loop.execute(this);
            } else {
                done.complete(null);
            }
        } catch (RuntimeException | Error failure) {
            done.completeExceptionally(failure);
        }
    }
}
