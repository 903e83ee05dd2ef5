package dev.fanfare.simulation.system;

import dev.fanfare.model.channel.Publication;
import dev.fanfare.model.channel.Push;
import dev.fanfare.model.channel.StreamPosition;
import dev.fanfare.simulation.fabric.Fabric;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The highest offset that a node has seen in each channel and epoch, live or in an answer. When the system comes back with
 * less, publications are lost whose offsets it would give again: the node makes it begin a new epoch. Confined to the thread
 * that runs the simulation.
 */
final class SimulatedSeenPositions {
    private record Life(String channel, String epoch) {}

    private record Seen(long offset, long nanoTime) {}

    private final Fabric fabric;
    private final SimulatedSystem system;
    private final Map<Life, Seen> highest = new LinkedHashMap<>();
    private final Set<Life> tooLate = new HashSet<>();
    private long comparedNanos = Long.MIN_VALUE;

    SimulatedSeenPositions(Fabric fabric, SimulatedSystem system) {
        this.fabric = fabric;
        this.system = system;
    }

    /** The push has arrived. */
    void see(String channel, Push push) {
        if (push instanceof Publication publication) {
            var accepted = system.log(channel).publication(publication.payload().text());
            see(channel, publication.position(), accepted == null ? fabric.nanoTime() : accepted.nanoTime());
        }
    }

    /** A position has arrived that was true at this moment or later. */
    void see(String channel, @Nullable StreamPosition position, long nanoTime) {
        if (position != null && !position.equals(StreamPosition.NONE)) {
            highest.merge(
                    new Life(channel, position.epoch()),
                    new Seen(position.offset(), nanoTime),
                    (known, more) -> known.offset > more.offset ? known : more);
        }
    }

    /** At the server, before it does anything else for this node after an interruption. */
    void compare() {
        comparedNanos = fabric.nanoTime();
        highest.forEach((life, seen) -> {
            var position = new StreamPosition(life.epoch, seen.offset);
            if (!system.requireTop(life.channel, position)
                    && system.log(life.channel).isLost(position, seen.nanoTime, comparedNanos)) {
                tooLate.add(life);
            }
        });
    }

    /** Why this node did not see that the position was lost, though it knew it; null when it should have. */
    @Nullable
    String excuse(String channel, StreamPosition position, long lostNanos) {
        if (tooLate.contains(new Life(channel, position.epoch()))) {
            return "others were faster";
        }
        return comparedNanos < lostNanos ? "the node is cut off" : null;
    }
}
