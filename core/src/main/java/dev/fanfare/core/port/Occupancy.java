package dev.fanfare.core.port;

import java.time.Duration;
import java.util.concurrent.CompletionStage;

/**
 * Which channels have clients, over all nodes, and who is told when that changes. Thread-safe.
 *
 * <p>A change is told when it has held for a time: one that is undone before is never told. It is told to one node, and to
 * another one, by the same id, when the first has gone before it was done with it: at least once, that is, as far as the
 * engine keeps what it knows. Of one channel changes are told one at a time, in turn: who is told of the next one is done
 * with the one before.
 *
 * <p>Clients of a node that has crashed are gone when the engine sees that it has.
 */
public interface Occupancy {
    /**
     * Begins, once: an engine whose occupancy is not started pays nothing for it. All nodes start it, or none.
     *
     * @param debounce how long a change holds before it is told; zero or positive
     * @throws IllegalStateException when it was started before
     */
    void start(Duration debounce, OccupancyListener listener);

    /**
     * This node has a client in the channel, and had none. Returns at once. Calls for one channel are made one after the other.
     */
    void enter(String channel);

    /** This node has no client in the channel any more. Returns at once. */
    void leave(String channel);

    /**
     * A channel got its first client, or lost its last one. Immutable.
     *
     * @param id of this change: the same when it is told again
     * @param occupied whether it has clients now
     * @param ago how long it has been so
     */
    record Change(String id, String channel, boolean occupied, Duration ago) {}

    /** Who is told. Called on any thread; returns soon. */
    @FunctionalInterface
    interface OccupancyListener {
        /** A change; the stage completes, in whichever way, when the listener is done with it. */
        CompletionStage<Void> onChange(Change change);
    }
}
