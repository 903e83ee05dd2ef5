package dev.fanfare.model.channel;

/**
 * Thrown when the engine cannot complete an operation: its backing system is unreachable, returned an invalid reply, or
 * does not support the operation.
 */
public class EngineException extends RuntimeException {
    public EngineException(String message) {
        super(message);
    }

    public EngineException(String message, Throwable cause) {
        super(message, cause);
    }
}
