package dev.fanfare.model.channel;

/** What the bytes of a {@link Payload} are; it travels with them through every engine and history. */
public enum Kind {
    /** Valid UTF-8, otherwise unknown. */
    TEXT,
    /** Valid UTF-8 that was checked to be one JSON value. */
    JSON,
    /** Any bytes. */
    BINARY
}
