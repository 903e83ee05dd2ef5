package dev.fanfare.model.channel;

/**
 * Thrown when a publish is rejected because too many publications are queued. Nothing was published, so a retry is
 * safe.
 */
public final class OverloadedException extends EngineException {
    public OverloadedException(String message) {
        super(message);
    }
}
