package dev.fanfare.engine.redis.link;

import dev.fanfare.engine.redis.connection.LinkSettings;
import io.lettuce.core.codec.StringCodec;
import java.util.Optional;
import java.util.concurrent.CompletionException;

/** Checks whether a server answers. Stateless. */
public final class ServerCheck {
    private ServerCheck() {}

    /** Returns why the server does not answer; empty if it does. Blocks, limited by the timeouts of the settings. */
    public static Optional<String> failure(LinkAddress address, LinkSettings settings) {
        var loop = new LinkLoop(settings);
        try {
            address.resolve(loop)
                    .thenCompose(uri -> loop.client().connectAsync(StringCodec.UTF8, loop.patient(uri)))
                    .thenCompose(connection -> connection.async().ping())
                    .toCompletableFuture()
                    .join();
            return Optional.empty();
        } catch (CompletionException failure) {
            return Optional.of(LinkHandshake.reason(failure));
        } finally {
            loop.shutdown();
        }
    }
}
