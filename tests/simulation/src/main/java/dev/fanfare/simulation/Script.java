package dev.fanfare.simulation;

import dev.fanfare.simulation.fabric.Chance;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * The sequence of actions and faults. Their frequencies differ between seeds. Confined to the thread that runs the
 * simulation.
 */
final class Script {
    private static final Duration SHORT = Duration.ofMillis(300);
    private static final Duration LONG = Duration.ofSeconds(6);
    private static final int RARELY = 8;
    private static final int MOST_AT_ONCE = 5;

    private final World world;
    private final Chance chance;
    private final List<Runnable> actions = new ArrayList<>();

    Script(World world) {
        this.world = world;
        this.chance = world.fabric().chance();
        var clients = new ClientActions(world);
        var codes = new CodeActions(world);
        var faults = new Faults(world);
        share(40, this::publish);
        share(8, clients::renew);
        share(6, clients::toggle);
        share(5, clients::cut);
        share(5, clients::stall);
        share(2, clients::unsubscribeUser);
        share(2, clients::disconnectUser);
        share(5, clients::send);
        share(4, codes::start);
        share(2, codes::stop);
        int calm = chance.between(1, 4);
        share(6 / calm, faults::startNode);
        share(4 / calm, faults::crash);
        share(4 / calm, faults::leave);
        share(8 / calm, faults::partition);
        share(8 / calm, faults::dropPushes);
        share(4 / calm, faults::duplicatePush);
        share(6 / calm, faults::slow);
        share(4 / calm, faults::loseRequests);
        share(4 / calm, faults::loseAnswers);
        share(6 / calm, faults::holdLoop);
        var servers = new ServerFaults(world);
        share(4 / calm, servers::restart);
        share(2 / calm, servers::takeSnapshot);
        if (world.system().servers().size() > 1) {
            share(6 / calm, servers::failover);
            share(4 / calm, servers::switchover);
            share(6 / calm, servers::slowReplication);
            share(2 / calm, servers::breakReplication);
        }
        share(4 / calm, faults::removeHistory);
    }

    /** Performs one action and lets some time pass. */
    void step() {
        chance.oneOf(actions).run();
        world.fabric().advance(chance.between(Duration.ZERO, chance.oneIn(RARELY) ? LONG : SHORT));
    }

    private void share(int share, Runnable action) {
        for (int i = 0; i < share; i++) {
            actions.add(action);
        }
    }

    private void publish() {
        var plan = chance.oneOf(world.plans());
        int number = chance.between(1, MOST_AT_ONCE);
        for (int i = 0; i < number && !world.nodes().isEmpty(); i++) {
            var client = chance.oneOf(world.clients());
            world.publisher().publish(plan, chance.oneOf(world.nodes()), chance.oneIn(2) ? client.info() : null);
        }
    }
}
