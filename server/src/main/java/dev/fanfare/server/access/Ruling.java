package dev.fanfare.server.access;

/**
 * A decision about an operation, and the rule that made it. Immutable.
 *
 * @param rule the option or property of the channel that decided, for operators
 */
public record Ruling(boolean allowed, String rule) {
    static Ruling allow(String rule) {
        return new Ruling(true, rule);
    }

    /** The backend decides when the client asks. */
    static Ruling byBackend(String operation, String proxy) {
        return new Ruling(false, "the backend decides: " + operation + " proxy " + proxy);
    }

    static Ruling refuse(String rule) {
        return new Ruling(false, rule);
    }
}
