package dev.fanfare.core.contract;

import dev.fanfare.core.port.Occupancy;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;

/** Records the changes that occupancies report, such as {@code +news} and {@code -news}. Can be shared. Thread-safe. */
public final class HeardChanges implements Occupancy.OccupancyListener {
    private final List<Occupancy.Change> changes = new CopyOnWriteArrayList<>();
    private volatile CompletionStage<Void> done = CompletableFuture.completedStage(null);

    @Override
    public CompletionStage<Void> onChange(Occupancy.Change change) {
        changes.add(change);
        return done;
    }

    /** Finishes later changes when this stage has completed. */
    public void holdUntil(CompletionStage<Void> stage) {
        done = stage;
    }

    public List<Occupancy.Change> changes() {
        return List.copyOf(changes);
    }

    /** Returns the reported changes of one channel, one sign for each. */
    public String of(String channel) {
        var signs = new StringBuilder();
        for (var change : changes) {
            if (change.channel().equals(channel)) {
                signs.append(change.occupied() ? '+' : '-');
            }
        }
        return signs.toString();
    }
}
