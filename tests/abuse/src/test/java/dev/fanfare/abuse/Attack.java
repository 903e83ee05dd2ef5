package dev.fanfare.abuse;

/** Attacks a server until the attacker's deadline at the latest. */
@FunctionalInterface
interface Attack {
    /**
     * Runs the attack.
     *
     * @throws AssertionError if the server fails a check of its own
     */
    void run(Attacker attacker);
}
