package dev.fanfare.engine.redis;

import dev.fanfare.core.concurrent.Stages;
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
 * The occupancy changes of one server that this node reports. Confined to the loop, except for {@link #confirmDone}. At
 * most {@value #MAX_IN_PROGRESS} reports are in progress; other changes wait for this node or another one.
 */
final class OccupancyClaims {
    private static final int MAX_IN_PROGRESS = 1_000;
    private static final int MAX_AT_ONCE = 100;
    private static final int FIELDS = 4;
    private static final int SMALL = 512;

    private final Shard shard;
    private final Duration expiry;
    private final Duration debounce;
    private final OccupancyListener listener;
    private final Executor loop;
    /** Ids of the changes in progress, including those whose end the server has not confirmed. */
    private final Set<String> inProgress = new HashSet<>();

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
     * Claims the changes that are due.
     *
     * @param node the reporting node
     * @param onLost called if a change may have been claimed without a reply
     */
    void claim(String node, Runnable onLost) {
        int most = Math.min(MAX_AT_ONCE, MAX_IN_PROGRESS - inProgress.size());
        if (claiming || most <= 0) {
            return;
        }
        claiming = true;
        var keys = shard.keys();
        String[] touched = {keys.occupants(), keys.occupied(), keys.reportedOccupied(), keys.due(), keys.claims()};
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
                        if (!(failure instanceof OverloadedException)) { // nothing was sent
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

    /**
     * Confirms the finished changes, so that they are not reported again. Failed confirmations are repeated with the
     * next ones.
     */
    void confirmDone() {
        if (!sayingDone && !done.isEmpty()) {
            sayingDone = true;
            var reported = takeDone();
            confirmDone(reported).whenComplete((answer, failure) -> {
                sayingDone = false;
                if (failure == null) {
                    reported.forEach(change -> inProgress.remove(change.id()));
                    confirmDone();
                } else {
                    done.addAll(reported);
                }
            });
        }
    }

    /** Sends the last confirmation. Thread-safe. */
    void confirmAllDone() {
        while (!done.isEmpty()) {
            confirmDone(takeDone());
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
            // A change in progress is claimed again if this node was disconnected until its expiry.
            if (inProgress.add(change.id())) {
                Stages.call(() -> listener.onChange(change)).whenComplete((nothing, failure) -> onReported(change));
            }
        }
    }

    private void onReported(Change change) {
        done.add(change);
        loop.execute(this::confirmDone);
    }

    /** Removes an expired node, part of its channels at a time. */
    private void reap(String node) {
        var keys = shard.keys();
        String[] touched = {
            keys.occupants(), keys.occupiedBy(node), keys.occupied(), keys.reportedOccupied(), keys.due(), keys.claims()
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

    private CompletionStage<List<Object>> confirmDone(List<Change> reported) {
        var arguments = new ArrayList<byte[]>();
        arguments.add(Replies.millis(debounce));
        for (var change : reported) {
            arguments.add(Replies.bytes(change.channel()));
            arguments.add(Replies.bytes(change.id()));
        }
        var keys = shard.keys();
        String[] touched = {keys.occupied(), keys.reportedOccupied(), keys.due(), keys.claims()};
        return run(Scripts.OCCUPANCY_DONE, touched, arguments.toArray(byte[][]::new));
    }

    private CompletionStage<List<Object>> run(RedisScript script, String[] keys, byte[]... arguments) {
        return shard.link().submit(SMALL, connection -> script.run(connection, keys, arguments));
    }
}
