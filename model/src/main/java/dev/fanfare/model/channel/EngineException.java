package dev.fanfare.model.channel;

/** The engine could not do what was asked: its system is away, answered nonsense, or does not offer it. */
public class EngineException extends RuntimeException {
    public EngineException(String message) {
        super(message);
    }

    public EngineException(String message, Throwable cause) {
        super(message, cause);
    }
}
