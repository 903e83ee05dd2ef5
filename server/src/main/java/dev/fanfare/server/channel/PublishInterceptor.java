package dev.fanfare.server.channel;

import dev.fanfare.model.channel.Publication;
import dev.fanfare.model.channel.PublishOptions;
import dev.fanfare.model.channel.PublishResult;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** Takes publications of some channels elsewhere than into the engine. Thread-safe. */
@FunctionalInterface
public interface PublishInterceptor {
    /** Takes nothing. */
    PublishInterceptor NONE = (channel, publication, how) -> null;

    /** Publishes elsewhere; null when the channel is none of those. Fails as {@link ServerChannels#publish} does. */
    @Nullable
    CompletionStage<PublishResult> publish(String channel, Publication publication, PublishOptions how);
}
