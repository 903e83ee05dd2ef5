package dev.fanfare.app;

import dev.fanfare.model.channel.Payload;
import dev.fanfare.model.channel.StreamPosition;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What comes first when a socket subscribes. Immutable.
 *
 * @param since what is published behind it comes first; null for what is published from now on
 * @param message makes a message that comes first; null for none
 */
record Beginning(@Nullable StreamPosition since, @Nullable Supplier<Payload> message) {
    /** Nothing: what is published from now on. */
    static final Beginning NOW = new Beginning(null, null);

    static Beginning after(StreamPosition position) {
        return new Beginning(position, null);
    }

    static Beginning with(Supplier<Payload> message) {
        return new Beginning(null, message);
    }
}
