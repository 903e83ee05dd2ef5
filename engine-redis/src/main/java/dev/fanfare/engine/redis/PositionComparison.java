package dev.fanfare.engine.redis;

import dev.fanfare.core.concurrent.FailureCause;
import dev.fanfare.core.port.EpochSource;
import dev.fanfare.engine.redis.SeenPositions.Seen;
import dev.fanfare.engine.redis.link.ServerIdentity;
import io.lettuce.core.api.StatefulRedisConnection;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.regex.Pattern;

/**
 * Compares the positions that a node has seen with the histories of the server after an interruption, and starts a new
 * epoch of each history that has lost its latest publications. Confined to the link's loop.
 *
 * <p>One script call compares many channels. If an attempt to connect fails, the next one continues the comparison,
 * unless it reaches another server or the server has restarted in the meantime.
 *
 * <p>While the slot of a partition moves to another server, the present one compares only the channels whose keys it
 * still has. The others are compared when the link connects to the other server.
 */
final class PositionComparison {
    /** Limits the time for which a script blocks the server, to about a millisecond. */
    private static final int CHANNELS_PER_CALL = 500;

    private static final int CALLS_AT_ONCE = 8;
    /** The errors for keys that have moved to another server, whose slot has not. */
    private static final Pattern MOVING = Pattern.compile("^(ASK|TRYAGAIN)\\b");

    private final Keys keys;
    private final EpochSource epochs;
    private final SeenPositions seen;
    private ServerIdentity server = ServerIdentity.UNKNOWN;
    private List<Seen> all = List.of();
    private int compared;
    private int lost;

    PositionComparison(Keys keys, EpochSource epochs, SeenPositions seen) {
        this.keys = keys;
        this.epochs = epochs;
        this.seen = seen;
    }

    /**
     * Compares all positions. No positions are recorded while the link is interrupted, so they are the same as in the
     * previous failed attempt.
     *
     * @param arrivals runs whenever some positions have been compared
     * @return the number of histories with a new epoch, including those of failed attempts
     */
    CompletionStage<Integer> run(
            StatefulRedisConnection<String, byte[]> connection, ServerIdentity current, Runnable arrivals) {
        if (compared == 0 || !current.isSame(server)) {
            all = seen.all();
            compared = 0;
        }
        server = current;
        return next(connection, arrivals);
    }

    private CompletionStage<Integer> next(StatefulRedisConnection<String, byte[]> connection, Runnable arrivals) {
        if (compared == all.size()) {
            int total = lost;
            all = List.of();
            compared = 0;
            lost = 0;
            return CompletableFuture.completedStage(total);
        }
        int end = Math.min(all.size(), compared + CALLS_AT_ONCE * CHANNELS_PER_CALL);
        CompletionStage<Integer> calls = CompletableFuture.completedStage(0);
        for (int from = compared; from < end; from += CHANNELS_PER_CALL) {
            var some = all.subList(from, Math.min(end, from + CHANNELS_PER_CALL));
            calls = calls.thenCombine(compareUnmoved(connection, some), (before, count) -> {
                compared += some.size();
                lost += count;
                arrivals.run();
                return before + count;
            });
        }
        connection.flushCommands();
        return calls.thenCompose(done -> next(connection, arrivals));
    }

    /** Divides the channels until the server has all or no keys of a call. */
    private CompletionStage<Integer> compareUnmoved(
            StatefulRedisConnection<String, byte[]> connection, List<Seen> some) {
        return compare(connection, some).exceptionallyCompose(failure -> {
            if (!isMoving(failure)) {
                return CompletableFuture.failedStage(failure);
            }
            if (some.size() == 1) {
                return CompletableFuture.completedStage(0);
            }
            int half = some.size() / 2;
            var both = compareUnmoved(connection, some.subList(0, half))
                    .thenCombine(compareUnmoved(connection, some.subList(half, some.size())), Integer::sum);
            connection.flushCommands();
            return both;
        });
    }

    private static boolean isMoving(Throwable failure) {
        var message = FailureCause.of(failure).getMessage();
        return message != null && MOVING.matcher(message).find();
    }

    /** Returns the number of histories that have lost publications. */
    CompletionStage<Integer> compare(StatefulRedisConnection<String, byte[]> connection, List<Seen> some) {
        var touched = new String[some.size() * 2];
        var arguments = new byte[some.size() * 3][];
        for (int i = 0; i < some.size(); i++) {
            var position = some.get(i);
            touched[2 * i] = keys.meta(position.channel());
            touched[2 * i + 1] = keys.stream(position.channel());
            arguments[3 * i] = Replies.bytes(position.epoch());
            arguments[3 * i + 1] = Replies.bytes(position.offset());
            arguments[3 * i + 2] = Replies.bytes(epochs.next());
        }
        return Scripts.REQUIRE_TOP.run(connection, touched, arguments).thenApply(answer -> {
            for (int i = 0; i < answer.size(); i++) {
                seen.forget(some.get(Math.toIntExact(Replies.number(answer, i)) - 1));
            }
            return answer.size();
        });
    }
}
