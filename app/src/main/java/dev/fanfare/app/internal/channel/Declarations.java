package dev.fanfare.app.internal.channel;

import dev.fanfare.model.channel.ChannelOptions;
import dev.fanfare.model.channel.Payload;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The declarations of an application by channel name and by prefix. Thread-safe.
 *
 * <p>The most specific declaration is used. Each property is declared once, so that all parts of a program use a channel alike.
 */
public final class Declarations {
    /** Names beyond this number are probably created from data and would exhaust the memory. */
    private static final int MAX_NAMES = 10_000;

    private record Family(String prefix, Declaration declaration) {}

    /**
     * What is declared for one channel, most specific declaration first. Immutable, except for renderings, which may be added.
     *
     * @param version the version of the declarations
     * @param specificity the specificity of the declaration of the options; negative for default options
     * @param served the options, with the history in the share of this declaration unless the options name a share
     * @param relay replaces the engine; null for the engine
     */
    record Resolved(
            int version,
            List<Declaration> declarations,
            ChannelOptions options,
            int specificity,
            ChannelOptions served,
            @Nullable ChannelRelay relay) {
        /** Returns the rendering of the event; null if its type has none. */
        @Nullable
        Payload rendered(Object event) {
            return first(declarations, declaration -> declaration.rendered(event));
        }
    }

    private final Map<String, Declaration> names = new ConcurrentHashMap<>();
    /** Longest prefix first. */
    private final AtomicReference<List<Family>> families = new AtomicReference<>(List.of());
    /** The first names that clients have subscribed to. */
    private final Set<String> subscribed = ConcurrentHashMap.newKeySet();
    /** Incremented after each change. */
    private final AtomicInteger version = new AtomicInteger();

    /** Returns what is declared for this channel. */
    Resolved resolve(String name) {
        int current = version.get();
        var declarations = new ArrayList<Declaration>();
        var named = names.get(name);
        if (named != null) {
            declarations.add(named);
        }
        families.get().stream()
                .filter(family -> name.startsWith(family.prefix))
                .forEach(family -> declarations.add(family.declaration));
        var source = first(declarations, declaration -> declaration.options() == null ? null : declaration);
        var declared = source == null ? null : source.options();
        var options = declared == null ? ChannelOptions.defaults() : declared;
        return new Resolved(
                current,
                List.copyOf(declarations),
                options,
                source == null ? -1 : source.specificity(),
                source == null ? options : inShare(source.name(), options),
                first(declarations, Declaration::relay));
    }

    /** Returns true if nothing was declared since this was resolved. */
    boolean isCurrent(Resolved resolved) {
        return resolved.version == version.get();
    }

    /** Returns the options for a subscription; other options for this name are then rejected. */
    ChannelOptions fix(Resolved resolved, String name) {
        if (subscribed.size() < MAX_NAMES) {
            subscribed.add(name);
        }
        return resolved.served;
    }

    private static ChannelOptions inShare(String name, ChannelOptions options) {
        var retention = options.retention();
        return retention == null || !retention.share().isEmpty()
                ? options
                : options.withHistory(retention.withShare(name));
    }

    /**
     * Returns the declaration of this name.
     *
     * @throws IllegalStateException if too many names are declared
     */
    Declaration named(String name) {
        if (names.size() >= MAX_NAMES && !names.containsKey(name)) {
            throw new IllegalStateException("at most " + MAX_NAMES + " channels can be declared by name, got " + name
                    + ": use channels(prefix, options)");
        }
        var known = names.get(name);
        if (known != null) {
            return known;
        }
        var declaration = names.computeIfAbsent(name, Declaration::ofName);
        version.incrementAndGet();
        return declaration;
    }

    private Declaration family(String prefix) {
        var wanted = new Family(prefix, Declaration.ofPrefix(prefix));
        var all = families.updateAndGet(known -> known.stream().anyMatch(family -> family.prefix.equals(prefix))
                ? known
                : Stream.concat(known.stream(), Stream.of(wanted))
                        .sorted(Comparator.comparingInt((Family family) -> -family.prefix.length()))
                        .toList());
        version.incrementAndGet();
        return all.stream()
                .filter(family -> family.prefix.equals(prefix))
                .findFirst()
                .orElseThrow()
                .declaration;
    }

    /**
     * Declares the options of one channel.
     *
     * @throws IllegalStateException if other options are declared, if a client has subscribed to the channel with other options, or if
     *     the channel is relayed and the options include history
     */
    public void declareName(String name, ChannelOptions options) {
        if (resolve(name).relay != null) {
            requireNoHistory(name, options);
        }
        setOptions(named(name), name::equals, options);
    }

    /**
     * Declares the options of all channels with this prefix.
     *
     * @throws IllegalStateException as {@link #declareName} does
     */
    public Declaration declarePrefix(String prefix, ChannelOptions options) {
        if (resolve(prefix).relay != null) {
            requireNoHistory(prefix + "*", options);
        }
        var family = family(prefix);
        setOptions(family, name -> name.startsWith(prefix), options);
        return family;
    }

    private void setOptions(Declaration declaration, Predicate<String> names, ChannelOptions options) {
        if (declaration.options() == null) {
            subscribed.stream().filter(names).forEach(name -> requireUnchanged(declaration, name, options));
        }
        declaration.setOptions(options);
        version.incrementAndGet();
    }

    private void requireUnchanged(Declaration declaration, String subscribedName, ChannelOptions options) {
        var current = resolve(subscribedName);
        if (current.specificity < declaration.specificity() && !current.options.equals(options)) {
            throw new IllegalStateException("the options of " + declaration.name()
                    + " must be declared before the first subscription, but a client has subscribed to "
                    + subscribedName
                    + ": declare them at startup, before listen()");
        }
    }

    /**
     * Relays all channels with this prefix.
     *
     * @throws IllegalStateException if the prefix has a relay, or if one of its channels has history
     */
    public Declaration relayPrefix(String prefix, ChannelRelay relay) {
        requireNoHistory(prefix + "*", resolve(prefix).options);
        names.forEach((name, declaration) -> {
            if (name.startsWith(prefix)) {
                requireNoHistory(name, declaration.options());
            }
        });
        families.get().forEach(family -> {
            if (family.prefix.startsWith(prefix)) {
                requireNoHistory(family.prefix + "*", family.declaration.options());
            }
        });
        var family = family(prefix);
        family.setRelay(relay);
        version.incrementAndGet();
        return family;
    }

    /** Neither the external system nor this node can number the publications of a relayed channel. */
    private static void requireNoHistory(String name, @Nullable ChannelOptions options) {
        if (options != null && options.retention() != null) {
            throw new IllegalStateException(
                    name + " is relayed to an external system, which has no history: remove history from its options");
        }
    }

    private static <T> @Nullable T first(List<Declaration> declarations, Function<Declaration, @Nullable T> property) {
        return declarations.stream()
                .<@Nullable T>map(property)
                .filter(Objects::nonNull)
                .findFirst()
                .orElse(null);
    }
}
