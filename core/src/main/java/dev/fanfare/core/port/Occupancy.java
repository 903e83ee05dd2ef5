package dev.fanfare.core.port;

import java.time.Duration;
import java.util.concurrent.CompletionStage;

/**
 * Tracks which channels have clients on any node, and reports changes. Thread-safe.
 *
 * <p>A change is reported once it has lasted for the debounce time; a change that is undone earlier is not reported.
 * Each change is reported to one node. If that node disappears before it has finished, another node receives the change
 * with the same id: delivery is at least once, unless the engine loses its state. The changes of one channel are
 * reported one after another, each after the previous one has finished.
 *
 * <p>The clients of a crashed node leave when the engine detects the crash.
 */
public interface Occupancy {
    /**
     * Starts tracking. Called at most once; an engine without started occupancy has no cost for it. Either all nodes
     * start it or none.
     *
     * @param debounce how long a change must last before it is reported; zero or positive
     * @throws IllegalStateException if it was already started
     */
    void start(Duration debounce, OccupancyListener listener);

    /**
     * Records that the channel got its first client on this node. Does not block. Calls for one channel are sequential.
     */
    void enter(String channel);

    /** Records that the channel lost its last client on this node. Does not block. */
    void leave(String channel);

    /**
     * A channel got its first client or lost its last one. Immutable.
     *
     * @param id id of the change; a repeated report has the same id
     * @param occupied true if the channel has clients now
     * @param ago time since the change
     */
    record Change(String id, String channel, boolean occupied, Duration ago) {}

    /** Receives changes. Called on any thread; must return promptly. */
    @FunctionalInterface
    interface OccupancyListener {
        /**
         * Receives a change. The stage completes, normally or exceptionally, when the listener has finished with it.
         */
        CompletionStage<Void> onChange(Change change);
    }
}
