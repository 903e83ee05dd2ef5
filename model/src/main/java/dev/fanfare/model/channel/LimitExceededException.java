package dev.fanfare.model.channel;

/**
 * Thrown when an operation is refused because it exceeds a limit: the size of a publication, or the memory that a user,
 * a share or the node may use. The operation had no effect. A retry fails until memory is released.
 */
public final class LimitExceededException extends EngineException {
    public LimitExceededException(String message) {
        super(message);
    }
}
