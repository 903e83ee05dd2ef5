package dev.fanfare.model.channel;

/** A name that no channel may have. The message has the offending length or character and the allowed range. */
public final class InvalidChannelNameException extends IllegalArgumentException {
    public InvalidChannelNameException(String message) {
        super(message);
    }
}
