package dev.fanfare.app;

import java.lang.reflect.Modifier;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Which events a consumer handles, and by which of its methods: built once per class, so that no sender can choose what
 * runs. Immutable.
 *
 * {@snippet :
 * static final EventHandlers<Quiz> EVENTS = EventHandlers.of(Quiz.class)
 *         .on(QuestionAsked.class, Quiz::onQuestion)
 *         .on(PlayerKicked.class, Quiz::onKick);
 * }
 *
 * @param <C> the consumer
 */
public final class EventHandlers<C extends SocketHandler> {
    /** A method of the consumer that handles one type of event. */
    @FunctionalInterface
    public interface Handler<C, E> {
        void handle(C consumer, Socket socket, E event) throws Exception;
    }

    /** A type and its handler. */
    private record Entry<C, E>(Class<E> type, Handler<? super C, ? super E> handler) {
        void run(C consumer, Socket socket, Object event) throws Exception {
            handler.handle(consumer, socket, type.cast(event));
        }
    }

    private final Class<C> consumers;
    private final Map<Class<?>, Entry<C, ?>> entries;

    private EventHandlers(Class<C> consumers, Map<Class<?>, Entry<C, ?>> entries) {
        this.consumers = consumers;
        this.entries = entries;
    }

    /** A table without events. */
    public static <C extends SocketHandler> EventHandlers<C> of(Class<C> consumers) {
        return new EventHandlers<>(consumers, Map.of());
    }

    /**
     * The same table with one more event. Events travel as JSON: a record is a good type for one.
     *
     * @throws IllegalArgumentException when the type has a handler already
     */
    public <E> EventHandlers<C> on(Class<E> type, Handler<? super C, ? super E> handler) {
        requireExact(type);
        var more = new LinkedHashMap<>(entries);
        if (more.put(type, new Entry<C, E>(type, handler)) != null) {
            throw new IllegalArgumentException(type + " has a handler already");
        }
        return new EventHandlers<>(consumers, more);
    }

    /** Refuses a type that no event is exactly of: what is looked up is the class of the event itself. */
    static void requireExact(Class<?> type) {
        if (type.isInterface() || Modifier.isAbstract(type.getModifiers())) {
            throw new IllegalArgumentException("no event is of exactly " + type + ": name each type that is sent");
        }
    }

    Set<Class<?>> types() {
        return entries.keySet();
    }

    /** Runs the handler; does nothing with an event that this consumer does not handle. */
    void handle(SocketHandler consumer, Socket socket, Object event) throws Exception {
        @Nullable Entry<C, ?> entry = entries.get(event.getClass());
        if (entry != null) {
            entry.run(consumers.cast(consumer), socket, event);
        }
    }
}
