package dev.fanfare.simulation.client;

import dev.fanfare.simulation.fabric.Chance;

/** What a session's protocol does within the calls that its node makes. */
enum Whim {
    NONE,
    /** Unsubscribes while it is told that it is subscribed. */
    UNSUBSCRIBE_AT_ANSWER,
    /** Disconnects while it is told that it is subscribed. */
    DISCONNECT_AT_ANSWER,
    /** Subscribes anew while it is told that it has lost the thread. */
    RENEW_AT_END;

    private static final int SOMETIMES = 4;
    private static final int RARELY = 15;
    private static final int HARDLY_EVER = 60;

    static Whim of(Chance chance) {
        if (chance.oneIn(RARELY)) {
            return UNSUBSCRIBE_AT_ANSWER;
        }
        if (chance.oneIn(HARDLY_EVER)) {
            return DISCONNECT_AT_ANSWER;
        }
        return chance.oneIn(SOMETIMES) ? RENEW_AT_END : NONE;
    }
}
