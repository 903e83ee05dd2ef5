package dev.fanfare.server.channel;

import dev.fanfare.model.channel.Publication;
import dev.fanfare.model.channel.PublishOptions;
import dev.fanfare.model.channel.PublishResult;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** Publishes to some channels by other means than the engine. Thread-safe. */
@FunctionalInterface
public interface PublishInterceptor {
    /** Intercepts nothing. */
    PublishInterceptor NONE = (channel, publication, how) -> null;

    /** Publishes to the channel; null if the channel belongs to the engine. Fails as {@link ServerChannels#publish} does. */
    @Nullable
    CompletionStage<PublishResult> publish(String channel, Publication publication, PublishOptions how);
}
