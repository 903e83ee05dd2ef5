package dev.fanfare.app.internal.channel;

import dev.fanfare.app.EventHandlers;
import dev.fanfare.model.channel.ChannelOptions;
import dev.fanfare.model.channel.Payload;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The options, relay and renderings that an application has declared for a channel name or a prefix. Thread-safe. */
public final class Declaration {
    private record Rendering<E>(Class<E> type, Function<? super E, Payload> function) {
        Payload apply(Object event) {
            return function.apply(type.cast(event));
        }
    }

    private final String name;
    private final int specificity;
    private final AtomicReference<@Nullable ChannelOptions> options = new AtomicReference<>();
    private final AtomicReference<@Nullable ChannelRelay> relay = new AtomicReference<>();
    private final Map<Class<?>, Rendering<?>> renderings = new ConcurrentHashMap<>();

    private Declaration(String name, int specificity) {
        this.name = name;
        this.specificity = specificity;
    }

    static Declaration ofName(String name) {
        return new Declaration(name, Integer.MAX_VALUE);
    }

    static Declaration ofPrefix(String prefix) {
        return new Declaration(prefix + "*", prefix.length());
    }

    /** The name of the channel, or the prefix with an asterisk. */
    String name() {
        return name;
    }

    /** Larger for a longer prefix, and largest for a name. */
    int specificity() {
        return specificity;
    }

    @Nullable
    ChannelOptions options() {
        return options.get();
    }

    /**
     * Sets the options.
     *
     * @throws IllegalStateException if other options are set
     */
    void setOptions(ChannelOptions declared) {
        if (!options.compareAndSet(null, declared) && !declared.equals(options.get())) {
            throw new IllegalStateException(
                    "the options of " + name + " must be declared once, got " + declared + " after " + options.get());
        }
    }

    @Nullable
    ChannelRelay relay() {
        return relay.get();
    }

    /**
     * Sets the relay, which replaces the engine.
     *
     * @throws IllegalStateException if a relay is set
     */
    void setRelay(ChannelRelay other) {
        if (!relay.compareAndSet(null, other)) {
            throw new IllegalStateException(name + " already has a relay");
        }
    }

    /**
     * Adds the rendering of an event type.
     *
     * @throws IllegalArgumentException if the type is abstract
     * @throws IllegalStateException if the type has a rendering
     */
    <E> void render(Class<E> type, Function<? super E, Payload> rendering) {
        EventHandlers.requireConcrete(type);
        if (renderings.putIfAbsent(type, new Rendering<E>(type, rendering)) != null) {
            throw new IllegalStateException(type.getName() + " already has a rendering in " + name);
        }
    }

    /** Returns the rendering of the event; null if its type has none. */
    @Nullable
    Payload rendered(Object event) {
        var rendering = renderings.get(event.getClass());
        return rendering == null ? null : rendering.apply(event);
    }
}
