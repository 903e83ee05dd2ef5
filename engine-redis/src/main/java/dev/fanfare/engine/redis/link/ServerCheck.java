package dev.fanfare.engine.redis.link;

import dev.fanfare.engine.redis.connection.LinkSettings;
import dev.fanfare.model.channel.EngineException;
import io.lettuce.core.api.StatefulRedisConnection;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;

/** Checks whether a server answers. Stateless. */
public final class ServerCheck {
    private ServerCheck() {}

    /** Returns why the server does not answer; empty if it does. Blocks, limited by the timeouts of the settings. */
    public static Optional<String> failure(LinkAddress address, LinkSettings settings) {
        try {
            inspect(address, settings, connection -> connection.async().ping());
            return Optional.empty();
        } catch (EngineException failure) {
            return Optional.of(String.valueOf(failure.getMessage()));
        }
    }

    /**
     * Connects to a server, and returns what is read from it. Blocks, limited by the timeouts of the settings.
     *
     * @throws EngineException if the server does not answer; its message is the reason
     */
    public static <T> T inspect(
            LinkAddress address,
            LinkSettings settings,
            Function<StatefulRedisConnection<String, byte[]>, CompletionStage<T>> read) {
        var loop = new LinkLoop(settings);
        try {
            return address.resolve(loop)
                    .thenCompose(uri -> loop.client().connectAsync(Link.CODEC, loop.patient(uri)))
                    .thenComposeAsync(read, loop.executor())
                    .toCompletableFuture()
                    .join();
        } catch (CompletionException failure) {
            throw new EngineException(LinkHandshake.reason(failure), failure);
        } finally {
            loop.shutdown();
        }
    }
}
