package dev.fanfare.app;

import java.lang.reflect.Modifier;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Maps event types to methods of a {@link SocketHandler}. Immutable.
 *
 * <p>The mapping is built once per class, so that a sender cannot choose which method runs.
 *
 * {@snippet :
 * static final EventHandlers<Quiz> EVENTS = EventHandlers.of(Quiz.class)
 *         .on(QuestionAsked.class, Quiz::onQuestion)
 *         .on(PlayerKicked.class, Quiz::onKick);
 * }
 *
 * @param <H> the class of the socket handler
 */
public final class EventHandlers<H extends SocketHandler> {
    /** Handles one type of event with a method of the socket handler. */
    @FunctionalInterface
    public interface EventHandler<H, E> {
        void handle(H handler, Socket socket, E event) throws Exception;
    }

    private record Entry<H, E>(Class<E> type, EventHandler<? super H, ? super E> method) {
        void run(H handler, Socket socket, Object event) throws Exception {
            method.handle(handler, socket, type.cast(event));
        }
    }

    private final Class<H> handlerClass;
    private final Map<Class<?>, Entry<H, ?>> entries;

    private EventHandlers(Class<H> handlerClass, Map<Class<?>, Entry<H, ?>> entries) {
        this.handlerClass = handlerClass;
        this.entries = entries;
    }

    /** Creates a mapping without event types. */
    public static <H extends SocketHandler> EventHandlers<H> of(Class<H> handlerClass) {
        return new EventHandlers<>(handlerClass, Map.of());
    }

    /**
     * Returns a copy with one more event type. Events are transferred as JSON; records are recommended.
     *
     * @throws IllegalArgumentException if the type has a handler, or is abstract
     */
    public <E> EventHandlers<H> on(Class<E> type, EventHandler<? super H, ? super E> method) {
        requireConcrete(type);
        var more = new LinkedHashMap<>(entries);
        if (more.put(type, new Entry<H, E>(type, method)) != null) {
            throw new IllegalArgumentException(type.getName() + " already has a handler in " + handlerClass.getName());
        }
        return new EventHandlers<>(handlerClass, more);
    }

    /**
     * Rejects a type without direct instances, because an event is matched by its exact class.
     *
     * @throws IllegalArgumentException if the type is abstract
     */
    public static void requireConcrete(Class<?> type) {
        if (type.isInterface() || Modifier.isAbstract(type.getModifiers())) {
            throw new IllegalArgumentException("an event type must be a concrete class, got " + type.getName()
                    + ": register each of its subtypes");
        }
    }

    /** Returns the event types. */
    public Set<Class<?>> types() {
        return entries.keySet();
    }

    /** Calls the method for this event. Has no effect for other event types. */
    public void handle(SocketHandler handler, Socket socket, Object event) throws Exception {
        @Nullable Entry<H, ?> entry = entries.get(event.getClass());
        if (entry != null) {
            entry.run(handlerClass.cast(handler), socket, event);
        }
    }
}
