package dev.fanfare.core.channel;

/** A name that no channel may have. The message has the offending length or character and the allowed range. */
public final class InvalidChannelName extends IllegalArgumentException {
    public InvalidChannelName(String message) {
        super(message);
    }
}
