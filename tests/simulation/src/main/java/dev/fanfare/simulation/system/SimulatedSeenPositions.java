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
 * The highest offset that a node has seen in each channel and epoch, in pushes or answers. If the system returns with a lower
 * top, it has lost publications and would assign their offsets again, so the node makes it begin a new epoch. Confined to the
 * thread that runs the simulation.
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

    /** Records a push. */
    void see(String channel, Push push) {
        if (push instanceof Publication publication) {
            var accepted = system.log(channel).publication(publication.payload().text());
            see(channel, publication.position(), accepted == null ? fabric.nanoTime() : accepted.nanoTime());
        }
    }

    /** Records a position that was current at this moment or later. */
    void see(String channel, @Nullable StreamPosition position, long nanoTime) {
        if (position != null && !position.equals(StreamPosition.NONE)) {
            highest.merge(
                    new Life(channel, position.epoch()),
                    new Seen(position.offset(), nanoTime),
                    (known, more) -> known.offset > more.offset ? known : more);
        }
    }

    /** Runs at the server as the first action for this node after an interruption. */
    void compare(SimulatedServer server) {
        comparedNanos = fabric.nanoTime();
        highest.forEach((life, seen) -> {
            var position = new StreamPosition(life.epoch, seen.offset);
            if (!server.requireTop(life.channel, position)
                    && system.log(life.channel).isLost(position, seen.nanoTime, comparedNanos)) {
                tooLate.add(life);
            }
        });
    }

    /** Why this node did not detect that a position it had seen was lost; null if it should have. */
    @Nullable
    String excuse(String channel, StreamPosition position, long lostNanos) {
        if (tooLate.contains(new Life(channel, position.epoch()))) {
            return "another node has detected the loss";
        }
        return comparedNanos < lostNanos ? "the node is disconnected from the system" : null;
    }
}
