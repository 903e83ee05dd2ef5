package dev.fanfare.app.internal.channel;

import dev.fanfare.app.internal.event.EventCodec;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Detects events that no code of the application handles. Thread-safe.
 *
 * <p>The types of a socket handler are known after its first connection, and another node may have further handlers. The check therefore
 * rejects an event only if neither can handle it; otherwise it logs each type once.
 */
public final class EventTypes {
    private static final Logger LOG = LoggerFactory.getLogger(EventTypes.class);

    private final EventCodec codec;
    private final boolean singleNode;
    private final Set<Class<?>> logged = ConcurrentHashMap.newKeySet();
    private volatile boolean socketHandlersExpected;
    private volatile boolean socketHandlersKnown;

    EventTypes(EventCodec codec, boolean singleNode) {
        this.codec = codec;
        this.singleNode = singleNode;
    }

    /** Registers the types of a bound socket handler. */
    public void registerSocketHandler(Set<Class<?>> types) {
        types.forEach(codec::register);
        socketHandlersKnown = true;
    }

    /** Registers a type of an event listener. */
    void register(Class<?> type) {
        codec.register(type);
    }

    /** Called when a route for socket handlers is added. */
    public void expectSocketHandlers() {
        socketHandlersExpected = true;
    }

    /**
     * Checks an event without rendering.
     *
     * @throws IllegalArgumentException if the application cannot have a handler for its type
     */
    void requireHandled(Class<?> type, String channel) {
        if (codec.isRegistered(type)) {
            return;
        }
        var problem = "no event handler and no rendering in channel " + channel + " for events of " + type.getName()
                + ": add the type to EventHandlers, to an eventListener() or with render(), or call publish() to send data to clients";
        if (singleNode && !socketHandlersExpected) {
            throw new IllegalArgumentException(problem);
        }
        if ((socketHandlersKnown || !socketHandlersExpected) && logged.add(type)) {
            LOG.warn("{}", problem);
        }
    }
}
