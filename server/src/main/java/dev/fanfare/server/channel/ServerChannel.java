package dev.fanfare.server.channel;

import dev.fanfare.server.config.NamespaceOptions;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A parsed channel name and its options. Immutable.
 *
 * @param namespace name of the channel's namespace; empty for none
 * @param options of the channel's namespace
 * @param isPrivate whether a subscription requires a token
 * @param users that may subscribe; null if the name does not limit them
 */
public record ServerChannel(
        String name,
        String namespace,
        NamespaceOptions options,
        boolean isPrivate,
        @Nullable Set<String> users) {}
