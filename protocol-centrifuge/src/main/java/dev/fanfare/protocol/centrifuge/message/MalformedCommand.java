package dev.fanfare.protocol.centrifuge.message;

/** What a client sent is no command; its connection ends as {@link DisconnectCode#BAD_REQUEST}. */
public final class MalformedCommand extends Exception {
    public MalformedCommand(String message) {
        super(message, null, false, false);
    }
}
