package dev.fanfare.engine.redis;

import dev.fanfare.core.concurrent.Attempt;
import dev.fanfare.core.port.Occupancy.Change;
import dev.fanfare.core.port.Occupancy.OccupancyListener;
import dev.fanfare.engine.redis.link.RedisScript;
import dev.fanfare.model.channel.OverloadedException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;

/**
 * The changes of one server's channels that this node tells. It takes no more than {@value #MAX_UNDER_WAY} that are not done;
 * the others wait for it or another node. Confined to the loop, but for {@link #sayDone}.
 */
final class OccupancyClaims {
    private static final int MAX_UNDER_WAY = 1_000;
    private static final int MAX_AT_ONCE = 100;
    private static final int FIELDS = 4;
    private static final int SMALL = 512;

    private final Shard shard;
    private final Duration expiry;
    private final Duration debounce;
    private final OccupancyListener listener;
    private final Executor loop;
    /** Ids of those that are being told, or whose end the server does not know yet. */
    private final Set<String> underWay = new HashSet<>();

    private final Queue<Change> done = new ConcurrentLinkedQueue<>();
    private boolean claiming;
    private boolean sayingDone;
    private boolean reaping;
    private long calls;

    OccupancyClaims(Shard shard, Duration expiry, Duration debounce, OccupancyListener listener, Executor loop) {
        this.shard = shard;
        this.expiry = expiry;
        this.debounce = debounce;
        this.listener = listener;
        this.loop = loop;
    }

    /**
     * Takes what is due.
     *
     * @param node as which
     * @param onLost runs when something may have been taken that is not known here
     */
    void claim(String node, Runnable onLost) {
        int most = Math.min(MAX_AT_ONCE, MAX_UNDER_WAY - underWay.size());
        if (claiming || most <= 0) {
            return;
        }
        claiming = true;
        var keys = shard.keys();
        String[] touched = {keys.occupants(), keys.occupied(), keys.toldOccupied(), keys.due(), keys.claims()};
        run(
                        Scripts.OCCUPANCY_CLAIM,
                        touched,
                        Replies.bytes(node),
                        Replies.bytes(most),
                        Replies.millis(debounce),
                        Replies.millis(expiry),
                        Replies.bytes(node + '-' + ++calls))
                .whenComplete((answer, failure) -> {
                    claiming = false;
                    if (failure != null) {
                        if (!(failure instanceof OverloadedException)) { // by which nothing was sent
                            onLost.run();
                        }
                    } else {
                        tell(answer);
                        if (answer.size() > most * FIELDS) {
                            claim(node, onLost);
                        }
                    }
                });
    }

    /** Says which changes are done, to be told no more; what fails is said again with the next ones. */
    void sayDone() {
        if (!sayingDone && !done.isEmpty()) {
            sayingDone = true;
            var said = takeDone();
            sayDone(said).whenComplete((answer, failure) -> {
                sayingDone = false;
                if (failure == null) {
                    said.forEach(change -> underWay.remove(change.id()));
                    sayDone();
                } else {
                    done.addAll(said);
                }
            });
        }
    }

    /** Says it on any thread, for the last time. */
    void sayAllDone() {
        while (!done.isEmpty()) {
            sayDone(takeDone());
        }
    }

    private void tell(List<Object> answer) {
        var gone = Replies.text(answer, 0);
        if (!gone.isEmpty() && !reaping) {
            reaping = true;
            reap(gone);
        }
        for (int i = 1; i < answer.size(); i += FIELDS) {
            var change = new Change(
                    Replies.text(answer, i),
                    Replies.text(answer, i + 1),
                    Replies.number(answer, i + 2) == 1,
                    Duration.ofMillis(Math.max(0, Replies.number(answer, i + 3))));
            // One that is being told here comes again when this node was cut off for so long that it counted as gone.
            if (underWay.add(change.id())) {
                Attempt.of(() -> listener.onChange(change)).whenComplete((nothing, failure) -> onTold(change));
            }
        }
    }

    private void onTold(Change change) {
        done.add(change);
        loop.execute(this::sayDone);
    }

    /** Forgets a node whose time is over, a share of its channels after the other. */
    private void reap(String node) {
        var keys = shard.keys();
        String[] touched = {
            keys.occupants(), keys.occupiedBy(node), keys.occupied(), keys.toldOccupied(), keys.due(), keys.claims()
        };
        run(Scripts.OCCUPANCY_REAP, touched, Replies.bytes(node), Replies.millis(debounce), Replies.bytes(MAX_AT_ONCE))
                .whenComplete((answer, failure) -> {
                    if (failure == null && Replies.number(answer, 0) == 1) {
                        reap(node);
                    } else {
                        reaping = false;
                    }
                });
    }

    private List<Change> takeDone() {
        var taken = new ArrayList<Change>();
        for (var change = done.poll(); change != null; change = taken.size() < MAX_AT_ONCE ? done.poll() : null) {
            taken.add(change);
        }
        return taken;
    }

    private CompletionStage<List<Object>> sayDone(List<Change> said) {
        var arguments = new ArrayList<byte[]>();
        arguments.add(Replies.millis(debounce));
        for (var change : said) {
            arguments.add(Replies.bytes(change.channel()));
            arguments.add(Replies.bytes(change.id()));
        }
        var keys = shard.keys();
        String[] touched = {keys.occupied(), keys.toldOccupied(), keys.due(), keys.claims()};
        return run(Scripts.OCCUPANCY_DONE, touched, arguments.toArray(byte[][]::new));
    }

    private CompletionStage<List<Object>> run(RedisScript script, String[] keys, byte[]... arguments) {
        return shard.link().ask(SMALL, connection -> script.run(connection, keys, arguments));
    }
}
