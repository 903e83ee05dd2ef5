package dev.fanfare.core.session;

import dev.fanfare.core.port.Scheduler;
import dev.fanfare.core.transport.LoopWheel;
import dev.fanfare.model.monitoring.Metrics;
import java.util.List;

/**
 * The heartbeats of all sessions of one event loop, with a single timer. Confined to the event loop. Each session is
 * pinged once per interval and checked again after the pong timeout.
 */
public final class HeartbeatWheel {
    private final LoopWheel<Heartbeat> wheel;

    /**
     * Creates the heartbeats of a loop.
     *
     * @param metrics records how late the loop runs
     */
    public HeartbeatWheel(Scheduler loop, SessionSettings settings, Metrics metrics) {
        this.wheel = new LoopWheel<>(
                loop,
                settings.pingInterval(),
                heartbeat -> heartbeat.session.ping(),
                settings.pongTimeout(),
                heartbeat -> heartbeat.session.checkPong(),
                metrics::loopLag);
    }

    /** Returns all sessions of the loop. */
    public List<Session> sessions() {
        return wheel.items().stream().map(heartbeat -> heartbeat.session).toList();
    }

    void add(Heartbeat heartbeat) {
        wheel.add(heartbeat);
    }

    void remove(Heartbeat heartbeat) {
        wheel.remove(heartbeat);
    }

    /** The state of a session's pings and pongs. Confined to the event loop. */
    static final class Heartbeat extends LoopWheel.Item {
        private final Session session;
        private boolean answers = true;
        private boolean awaitingPong;
        /** Number of unanswered pings; {@code awaitingPong} is cleared by any other activity. */
        private int pongsOwed;

        Heartbeat(Session session) {
            this.session = session;
        }

        void expectAnswers(boolean expected) {
            answers = expected;
            awaitingPong = false;
            pongsOwed = 0;
        }

        void pinged() {
            awaitingPong = answers;
            pongsOwed += answers ? 1 : 0;
        }

        boolean takePong() {
            if (pongsOwed == 0) {
                return false;
            }
            pongsOwed--;
            return true;
        }

        void alive() {
            awaitingPong = false;
        }

        boolean awaitingPong() {
            return awaitingPong;
        }
    }
}
