package dev.fanfare.model.channel;

/** Thrown for an invalid channel name. The message contains the length or the character, and the allowed range. */
public final class InvalidChannelNameException extends IllegalArgumentException {
    public InvalidChannelNameException(String message) {
        super(message);
    }
}
