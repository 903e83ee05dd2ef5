package dev.fanfare.model.channel;

/** A publish was refused because too much is waiting already; nothing was published. Trying again later is safe. */
public final class OverloadedException extends EngineException {
    public OverloadedException(String message) {
        super(message);
    }
}
