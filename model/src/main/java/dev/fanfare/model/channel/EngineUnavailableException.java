package dev.fanfare.model.channel;

/**
 * Thrown when the system behind the engine is unreachable, or rejects a call with an error. The engine logs such a fault
 * when it starts and when it ends, so that the callers do not have to log each failed call.
 */
public final class EngineUnavailableException extends EngineException {
    public EngineUnavailableException(String message) {
        super(message);
    }

    public EngineUnavailableException(String message, Throwable cause) {
        super(message, cause);
    }
}
