package dev.fanfare.core.session;

/** placeholder. */
public record OutboxPolicy(String name) {
    public static final OutboxPolicy DISCONNECT = new OutboxPolicy("disconnect");
}
