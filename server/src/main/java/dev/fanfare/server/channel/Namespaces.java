package dev.fanfare.server.channel;

import dev.fanfare.model.access.ErrorCode;
import dev.fanfare.model.access.ErrorReplyException;
import dev.fanfare.server.config.ChannelSettings;
import dev.fanfare.server.config.NamedNamespace;
import dev.fanfare.server.config.NamespaceOptions;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Resolves channel names to their options. Immutable. */
public final class Namespaces {
    private static final char FIRST_PRINTABLE = ' ';
    private static final char LAST_PRINTABLE = '~';

    private final ChannelSettings settings;
    private final Map<String, NamespaceOptions> options;

    public Namespaces(ChannelSettings settings) {
        this.settings = settings;
        this.options = settings.namespaces().stream()
                .collect(Collectors.toUnmodifiableMap(NamedNamespace::name, NamedNamespace::options));
    }

    /**
     * Resolves a channel name.
     *
     * @throws ErrorReplyException {@link ErrorCode#BAD_REQUEST} if the name is invalid, {@link ErrorCode#UNKNOWN_CHANNEL} if its
     *     namespace is not declared
     */
    public ServerChannel of(String name) {
        if (name.isEmpty() || name.length() > settings.maxLength() || !isPrintable(name)) {
            throw new ErrorReplyException(ErrorCode.BAD_REQUEST);
        }
        boolean isPrivate = name.startsWith(settings.privatePrefix());
        var rest = isPrivate ? name.substring(settings.privatePrefix().length()) : name;
        int boundary = rest.indexOf(settings.namespaceBoundary());
        var namespace = boundary < 0 ? "" : rest.substring(0, boundary);
        var found = boundary < 0 ? settings.withoutNamespace() : options.get(namespace);
        if (found == null) {
            throw new ErrorReplyException(ErrorCode.UNKNOWN_CHANNEL);
        }
        var local = rest.substring(boundary + 1);
        if (!found.subscribing().channelRegex().matches(local)) {
            throw new ErrorReplyException(ErrorCode.BAD_REQUEST);
        }
        return new ServerChannel(name, namespace, found, isPrivate, users(local));
    }

    /** The options of channels without a namespace, and of each namespace. */
    List<NamespaceOptions> all() {
        return Stream.concat(Stream.of(settings.withoutNamespace()), options.values().stream())
                .toList();
    }

    /** The channel settings of the server. */
    ChannelSettings settings() {
        return settings;
    }

    /**
     * Resolves a user's personal channel in a namespace; an empty namespace is none. {@link ServerChannel#users} contains other users
     * instead if the id of the user contains the user separator or boundary.
     *
     * @throws ErrorReplyException as {@link #of} does
     */
    public ServerChannel personal(String namespace, String user) {
        var prefix = namespace.isEmpty() ? "" : namespace + settings.namespaceBoundary();
        return of(prefix + settings.userBoundary() + user);
    }

    private @Nullable Set<String> users(String local) {
        int boundary = local.lastIndexOf(settings.userBoundary());
        if (boundary < 0) {
            return null;
        }
        var named = local.substring(boundary + settings.userBoundary().length());
        return Stream.of(named.split(Pattern.quote(settings.userSeparator()), -1))
                .collect(Collectors.toUnmodifiableSet());
    }

    private static boolean isPrintable(String name) {
        return name.chars().allMatch(c -> c >= FIRST_PRINTABLE && c <= LAST_PRINTABLE);
    }
}
