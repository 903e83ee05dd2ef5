package dev.fanfare.app;

import dev.fanfare.model.channel.ChannelOptions;
import dev.fanfare.model.channel.Payload;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** What an application has said about a channel, or about all of a family. Thread-safe. */
final class Declaration {
    private record Rendering<E>(Class<E> type, Function<? super E, Payload> function) {
        Payload apply(Object event) {
            return function.apply(type.cast(event));
        }
    }

    private final String name;
    private final AtomicReference<@Nullable ChannelOptions> options = new AtomicReference<>();
    private final AtomicReference<@Nullable ChannelRelay> relay = new AtomicReference<>();
    private final Map<Class<?>, Rendering<?>> renderings = new ConcurrentHashMap<>();

    /** Nothing is said yet about what has this name. */
    Declaration(String name) {
        this.name = name;
    }

    /** What was said of its behaviour; null for nothing. */
    @Nullable
    ChannelOptions options() {
        return options.get();
    }

    /**
     * Says how it behaves.
     *
     * @throws IllegalStateException when something else was said before
     */
    void behave(ChannelOptions wanted) {
        if (!options.compareAndSet(null, wanted) && !wanted.equals(options.get())) {
            throw new IllegalStateException(
                    "the options of " + name + " are " + options.get() + " already, and can't be " + wanted);
        }
    }

    /** What its publications go through instead of the engine; null for the engine. */
    @Nullable
    ChannelRelay relay() {
        return relay.get();
    }

    /**
     * Says that its publications go to another system, and come from there.
     *
     * @throws IllegalStateException when it has a relay
     */
    void relayBy(ChannelRelay other) {
        if (!relay.compareAndSet(null, other)) {
            throw new IllegalStateException(name + " has a relay already");
        }
    }

    /**
     * Says what the clients of direct subscriptions get of an event.
     *
     * @throws IllegalArgumentException when no event can be exactly of this type
     * @throws IllegalStateException when that was said before
     */
    <E> void render(Class<E> type, Function<? super E, Payload> rendering) {
        EventHandlers.requireExact(type);
        if (renderings.putIfAbsent(type, new Rendering<E>(type, rendering)) != null) {
            throw new IllegalStateException(type.getName() + " has a rendering in " + name + " already");
        }
    }

    /** What direct subscribers get of the event; null when nothing was said of its type. */
    @Nullable
    Payload rendered(Object event) {
        var rendering = renderings.get(event.getClass());
        return rendering == null ? null : rendering.apply(event);
    }
}
