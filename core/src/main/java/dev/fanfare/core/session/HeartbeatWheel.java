package dev.fanfare.core.session;

import dev.fanfare.core.port.Scheduler;
import dev.fanfare.model.monitoring.Metrics;
import java.util.List;

/**
 * The heartbeats of all sessions of one event loop, by one timer: each session is pinged once per interval, and looked at
 * again when its time to answer is over. Confined to the event loop.
 */
public final class HeartbeatWheel {
    private final LoopWheel<Heartbeat> wheel;

    /**
     * The heartbeats of the sessions of this loop.
     *
     * @param metrics are told how late the loop comes by
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

    /** All sessions of the loop. */
    public List<Session> sessions() {
        return wheel.things().stream().map(heartbeat -> heartbeat.session).toList();
    }

    void add(Heartbeat heartbeat) {
        wheel.add(heartbeat);
    }

    void remove(Heartbeat heartbeat) {
        wheel.remove(heartbeat);
    }

    /** Whether a session owes an answer to a ping. Confined to the event loop. */
    static final class Heartbeat extends LoopWheel.Item {
        private final Session session;
        private boolean answers = true;
        private boolean awaitingPong;
        /** Pings that were not answered yet: {@code awaitingPong} forgets them at any other sign of life. */
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
