package dev.fanfare.core.contract;

import dev.fanfare.core.port.Occupancy;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;

/** Remembers what occupancies tell, as in {@code +news} and {@code -news}; several may share one. Thread-safe. */
public final class HeardChanges implements Occupancy.OccupancyListener {
    private final List<Occupancy.Change> changes = new CopyOnWriteArrayList<>();
    private volatile CompletionStage<Void> done = CompletableFuture.completedStage(null);

    @Override
    public CompletionStage<Void> onChange(Occupancy.Change change) {
        changes.add(change);
        return done;
    }

    /** Is done with changes when this stage has completed, from now on. */
    public void holdUntil(CompletionStage<Void> stage) {
        done = stage;
    }

    public List<Occupancy.Change> changes() {
        return List.copyOf(changes);
    }

    /** What was told of one channel: a sign for each change. */
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
