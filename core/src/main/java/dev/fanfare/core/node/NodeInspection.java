package dev.fanfare.core.node;

import dev.fanfare.core.hub.Hub;
import dev.fanfare.core.session.Session;
import java.util.Collection;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

/**
 * Reads the channels and sessions of a node for operators. Thread-safe. The work of an event loop is done in slices, between which the
 * loop serves its clients.
 */
public final class NodeInspection {
    private final Collection<NodeLoop> loops;
    private final Hub hub;

    NodeInspection(Collection<NodeLoop> loops, Hub hub) {
        this.loops = loops;
        this.hub = hub;
    }

    /** Calls the visitor with the name of each channel that has subscribers on this node. Must not be called on an event loop. */
    public void visitChannels(Consumer<? super String> visitor) {
        hub.visitChannels(visitor);
    }

    /** Returns the numbers of subscribers on this node; a channel without subscribers is missing. One task per loop: pass few names. */
    public CompletionStage<Map<String, Integer>> sizes(Collection<String> channels) {
        var sizes = new ConcurrentHashMap<String, Integer>();
        return onEachLoop(loop -> {
                    for (var channel : channels) {
                        int members = loop.shard().members(channel);
                        if (members > 0) {
                            sizes.merge(channel, members, Integer::sum);
                        }
                    }
                })
                .thenApply(done -> sizes);
    }

    /**
     * Calls the visitor with the sessions that are subscribed to a channel, up to a limit for each event loop. The visitor is called on
     * the loop of the session.
     */
    public CompletionStage<Void> visitSubscribers(String channel, int limit, Consumer<? super Session> visitor) {
        return onEachLoop(loop -> loop.shard().sessions(channel, limit).forEach(visitor));
    }

    /** Calls the visitor with all open sessions of this node, in slices, each on its own loop: loops call it at the same time. */
    public CompletionStage<Void> visitSessions(Consumer<? super Session> visitor) {
        return CompletableFuture.allOf(loops.stream()
                .map(loop -> SessionVisit.start(loop.loop(), loop.sessions().wheel(), visitor))
                .toArray(CompletableFuture<?>[]::new));
    }

    private CompletableFuture<Void> onEachLoop(Consumer<NodeLoop> action) {
        return CompletableFuture.allOf(loops.stream()
                .map(loop -> CompletableFuture.runAsync(() -> action.accept(loop), loop.loop()))
                .toArray(CompletableFuture<?>[]::new));
    }
}
