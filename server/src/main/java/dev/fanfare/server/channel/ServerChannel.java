package dev.fanfare.server.channel;

import dev.fanfare.server.config.NamespaceOptions;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A channel's name, taken apart, and what is set for it. Immutable.
 *
 * @param options of its namespace
 * @param isPrivate whether only a token lets clients subscribe it
 * @param users the only ones who may subscribe; null when the name does not say
 */
public record ServerChannel(
        String name,
        NamespaceOptions options,
        boolean isPrivate,
        @Nullable Set<String> users) {}
