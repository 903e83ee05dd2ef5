package dev.fanfare.simulation.system;

import java.util.ArrayDeque;
import java.util.function.Consumer;

/**
 * The disk of a server, which loses the last writes when the server crashes, and a snapshot of an earlier time. Confined to
 * the thread that runs the simulation.
 */
final class SimulatedDisk {
    private static final int MOST_UNSAVED = 24;

    private final ArrayDeque<Consumer<SimulatedDataset>> unsaved = new ArrayDeque<>();
    private SimulatedDataset saved = new SimulatedDataset();
    private SimulatedDataset snapshot = new SimulatedDataset();

    /** The number of writes that a crash can lose. */
    int unsaved() {
        return unsaved.size();
    }

    void write(Consumer<SimulatedDataset> write) {
        unsaved.add(write);
        if (unsaved.size() > MOST_UNSAVED) {
            unsaved.remove().accept(saved);
        }
    }

    /** Replaces the data. The snapshot remains. */
    void replace(SimulatedDataset data) {
        unsaved.clear();
        saved = data.copy();
    }

    void takeSnapshot(SimulatedDataset data) {
        snapshot = data.copy();
    }

    SimulatedDataset snapshot() {
        return snapshot.copy();
    }

    /** The data without the last writes. */
    SimulatedDataset without(int lost) {
        while (unsaved.size() > lost) {
            unsaved.remove().accept(saved);
        }
        return saved.copy();
    }
}
