package dev.fanfare.app.internal.http;

/**
 * The publications of a channel as server-sent events. Immutable.
 *
 * @param channel the name of the channel
 * @param latest maximum number of publications that a client without a position receives first; 0 for later publications only
 */
public record ChannelEvents(String channel, int latest) implements StreamContent {
    @Override
    public void discard() {}
}
