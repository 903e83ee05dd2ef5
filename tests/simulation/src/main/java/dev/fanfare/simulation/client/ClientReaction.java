package dev.fanfare.simulation.client;

import dev.fanfare.simulation.fabric.Chance;

/** What the protocol of a session does during the calls of its node. */
enum ClientReaction {
    NONE,
    /** Unsubscribes while the reply to its subscribe arrives. */
    UNSUBSCRIBE_AT_ANSWER,
    /** Disconnects while the reply to its subscribe arrives. */
    DISCONNECT_AT_ANSWER,
    /** Subscribes again while it is notified of insufficient state. */
    RENEW_AT_END;

    private static final int SOMETIMES = 4;
    private static final int RARELY = 15;
    private static final int HARDLY_EVER = 60;

    static ClientReaction of(Chance chance) {
        if (chance.oneIn(RARELY)) {
            return UNSUBSCRIBE_AT_ANSWER;
        }
        if (chance.oneIn(HARDLY_EVER)) {
            return DISCONNECT_AT_ANSWER;
        }
        return chance.oneIn(SOMETIMES) ? RENEW_AT_END : NONE;
    }
}
