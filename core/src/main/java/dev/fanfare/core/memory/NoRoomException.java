package dev.fanfare.core.memory;

import dev.fanfare.model.channel.EngineException;
import dev.fanfare.model.monitoring.MemoryKind;

/** Thrown within the memory broker if a budget has no room. The broker then makes room and repeats the call. */
final class NoRoomException extends EngineException {
    private static final long serialVersionUID = 1;

    private final MemoryKind kind;

    NoRoomException(MemoryKind kind, String message) {
        super(message);
        this.kind = kind;
    }

    MemoryKind kind() {
        return kind;
    }
}
