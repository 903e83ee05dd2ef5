package dev.fanfare.protocol.centrifuge.message;

/** What a client sent is no command; its connection ends as {@link DisconnectCode#BAD_REQUEST}. */
public final class MalformedCommandException extends Exception {
    public MalformedCommandException(String message) {
        super(message, null, false, false);
    }
}
