package dev.fanfare.model.channel;

/** The content type of a {@link Payload}. Engines and histories keep it together with the bytes. */
public enum Kind {
    /** Valid UTF-8. */
    TEXT,
    /** Valid UTF-8 that contains exactly one JSON value. */
    JSON,
    /** Arbitrary bytes. */
    BINARY
}
