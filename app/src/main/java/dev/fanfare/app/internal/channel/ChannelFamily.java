package dev.fanfare.app.internal.channel;

import dev.fanfare.app.Channel;
import dev.fanfare.app.Channels;
import dev.fanfare.model.channel.Payload;
import java.util.function.Function;

/** The channels of one prefix on a node. Thread-safe. */
public record ChannelFamily(AppContext context, String prefix, Declaration declaration) implements Channels {
    @Override
    public Channel channel(String name) {
        return NodeChannel.of(context, prefix + name);
    }

    @Override
    public <E> Channels render(Class<E> type, Function<? super E, Payload> rendering) {
        declaration.render(type, rendering);
        return this;
    }
}
