package dev.fanfare.app;

import dev.fanfare.model.channel.ChannelOptions;
import dev.fanfare.model.channel.Payload;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What an application has said about its channels, by name and by the beginning of names: what is most specific holds. Each
 * thing is said once, so that all parts of a program see a channel alike. Thread-safe.
 */
final class Declarations {
    /** A program that declares more names than this makes them from data, and would fill its memory with them. */
    private static final int MAX_NAMES = 10_000;

    private record Family(String prefix, Declaration declaration) {}

    private final Map<String, Declaration> names = new ConcurrentHashMap<>();
    /** The longest prefix first. */
    private final AtomicReference<List<Family>> families = new AtomicReference<>(List.of());

    /**
     * What is said about the channel of this name alone.
     *
     * @throws IllegalStateException when it is one name too many
     */
    Declaration named(String name) {
        if (names.size() >= MAX_NAMES && !names.containsKey(name)) {
            throw new IllegalStateException("more than " + MAX_NAMES
                    + " channels are declared one by one: declare those that are alike by channels(prefix, options)");
        }
        return names.computeIfAbsent(name, Declaration::new);
    }

    /** What is said about the channels whose names begin like this. */
    Declaration family(String prefix) {
        var wanted = new Family(prefix, new Declaration(prefix + "*"));
        return families
                .updateAndGet(known -> known.stream().anyMatch(family -> family.prefix.equals(prefix))
                        ? known
                        : Stream.concat(known.stream(), Stream.of(wanted))
                                .sorted(Comparator.comparingInt((Family family) -> -family.prefix.length()))
                                .toList())
                .stream()
                .filter(family -> family.prefix.equals(prefix))
                .findFirst()
                .orElseThrow()
                .declaration;
    }

    /** How the channel of this name behaves. */
    ChannelOptions options(String name) {
        var options = first(name, Declaration::options);
        return options == null ? ChannelOptions.defaults() : options;
    }

    /** What the channel's publications go through instead of the engine; null for the engine. */
    @Nullable
    ChannelRelay relay(String name) {
        return first(name, Declaration::relay);
    }

    /**
     * Refuses a history where publications come from another system: neither that nor this one could number them.
     *
     * @param name of a channel, or the beginning of names
     * @throws IllegalStateException when these options have one
     */
    void requireServed(String name, ChannelOptions options) {
        if (relay(name) != null) {
            requireNoHistory(name, options);
        }
    }

    /**
     * Refuses a relay of channels that have a history.
     *
     * @throws IllegalStateException when one of them has
     */
    void requireRelayable(String prefix) {
        requireNoHistory(prefix + "*", options(prefix));
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
    }

    private static void requireNoHistory(String what, @Nullable ChannelOptions options) {
        if (options != null && options.retention() != null) {
            throw new IllegalStateException(
                    what + " stands for channels of another system, which has no history: give it no retention");
        }
    }

    /** What direct subscribers of the channel get of the event; null when nothing was said of its type. */
    @Nullable
    Payload rendered(String name, Object event) {
        return first(name, declaration -> declaration.rendered(event));
    }

    /** What the most specific declaration says that says anything. */
    private <T> @Nullable T first(String name, Function<Declaration, @Nullable T> question) {
        var named = names.get(name);
        var answer = named == null ? null : question.apply(named);
        if (answer != null) {
            return answer;
        }
        for (var family : families.get()) {
            var common = name.startsWith(family.prefix) ? question.apply(family.declaration) : null;
            if (common != null) {
                return common;
            }
        }
        return null;
    }
}
