package dev.fanfare.engine.redis;

import dev.fanfare.core.port.Occupancy.OccupancyListener;
import dev.fanfare.model.channel.OverloadedException;
import io.lettuce.core.ZAddArgs;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One server's state of the channels in which this node has clients. Confined to the loop, except for {@link #enter},
 * {@link #leave} and {@link #close}.
 *
 * <p>The server counts the nodes of each channel, and records the channels of each node. When the server's state may
 * differ from this node's, because a call failed, the connection was interrupted, or the server has expired the node,
 * the node starts again under a new name and reports everything. The state under the old name expires, like that of a
 * crashed node.
 */
final class OccupancyShard {
    private static final Logger LOG = LoggerFactory.getLogger(OccupancyShard.class);
    private static final int MAX_SAID_AT_ONCE = 500;
    private static final int ROUGH_SIZE = 64;
    private static final Duration KEPT = Duration.ofDays(7);
    private static final Duration GATHERING = Duration.ofMillis(10);
    private static final Duration MIN_TICK = Duration.ofMillis(50);
    private static final Duration MAX_TICK = Duration.ofSeconds(1);

    private final String self;
    private final Shard shard;
    private final RedisSettings settings;
    private final ScheduledExecutorService loop;
    private final Duration debounce;
    private final OccupancyClaims claims;
    private final OccupiedChannels channels = new OccupiedChannels();
    private final AtomicBoolean gathering = new AtomicBoolean();
    private volatile String name;
    private volatile boolean closed;
    private long names;
    private boolean known;
    private boolean reporting;
    private long interruptions;
    private long reportedNanos;

    OccupancyShard(
            String self,
            Shard shard,
            RedisSettings settings,
            ScheduledExecutorService loop,
            Duration debounce,
            OccupancyListener listener) {
        this.self = self;
        this.name = self + ".0";
        this.shard = shard;
        this.settings = settings;
        this.loop = loop;
        this.debounce = debounce;
        this.claims = new OccupancyClaims(shard, settings.nodeExpiry(), debounce, listener, loop);
    }

    void start() {
        loop.execute(this::tick);
    }

    void enter(String channel) {
        if (channels.enter(channel)) {
            reportSoon();
        }
    }

    void leave(String channel) {
        if (channels.leave(channel)) {
            reportSoon();
        }
    }

    /** Reports that this node leaves, without waiting for the reply. */
    void close() {
        closed = true;
        claims.confirmAllDone();
        var gone = name;
        var keys = shard.keys();
        shard.link()
                .submit(
                        ROUGH_SIZE,
                        connection -> connection
                                .async()
                                .zadd(keys.occupants(), ZAddArgs.Builder.xx(), 0.0, Replies.bytes(gone)));
    }

    /** Delays the report, because clients often come and go together. */
    private void reportSoon() {
        if (!closed && gathering.compareAndSet(false, true)) {
            loop.schedule(
                    () -> {
                        gathering.set(false);
                        report();
                    },
                    GATHERING.toNanos(),
                    TimeUnit.NANOSECONDS);
        }
    }

    private void tick() {
        if (closed) {
            return;
        }
        try {
            look();
        } catch (RuntimeException bug) {
            LOG.error(
                    "channel occupancy on {} is currently not reported",
                    shard.link().state().server(),
                    bug);
        }
        loop.schedule(this::tick, tickInterval().toNanos(), TimeUnit.NANOSECONDS);
    }

    private void look() {
        long seen = shard.link().state().interruptions();
        if (seen != interruptions || channels.isTooMuch()) {
            interruptions = seen;
            beginAnew();
        }
        report();
        claims.confirmDone();
        if (known) {
            claims.claim(name, this::beginAnew);
        }
    }

    private void beginAnew() {
        known = false;
        name = self + '.' + ++names;
        channels.suspend();
    }

    /** Reports changes, or at least that this node is alive; one call at a time. */
    private void report() {
        if (reporting || closed) {
            return;
        }
        var reported = known ? channels.take(MAX_SAID_AT_ONCE) : List.<String>of();
        if (known && reported.isEmpty() && !isRefreshDue()) {
            return;
        }
        reporting = true;
        boolean begins = !known;
        var as = name;
        say(as, begins, reported).whenComplete((answer, failure) -> {
            reporting = false;
            if (failure instanceof OverloadedException) {
                channels.putBack(reported); // nothing was sent; the next tick repeats the report
                return;
            }
            if (!as.equals(name)) {
                return; // the next tick reports the channels under the new name
            }
            if (failure != null || Replies.number(answer, 0) == 0) {
                beginAnew();
            } else {
                onReported(begins);
            }
        });
    }

    private void onReported(boolean begins) {
        reportedNanos = System.nanoTime();
        if (begins) {
            known = true;
            channels.reportAll();
        }
        report();
    }

    private boolean isRefreshDue() {
        return System.nanoTime() - reportedNanos
                >= settings.nodeRefreshInterval().toNanos();
    }

    private CompletionStage<List<Object>> say(String as, boolean begins, List<String> reported) {
        var arguments = new ArrayList<byte[]>();
        arguments.add(Replies.bytes(as));
        arguments.add(Replies.millis(settings.nodeExpiry()));
        arguments.add(Replies.millis(debounce));
        arguments.add(Replies.millis(KEPT));
        arguments.add(Replies.bytes(begins ? 1 : 0));
        reported.forEach(channel -> arguments.add(Replies.bytes(channel)));
        var keys = shard.keys();
        String[] touched = {
            keys.occupants(), keys.occupiedBy(as), keys.occupied(), keys.reportedOccupied(), keys.due(), keys.claims()
        };
        return shard.link()
                .submit(
                        ROUGH_SIZE * arguments.size(),
                        connection ->
                                Scripts.OCCUPANCY_REPORT.run(connection, touched, arguments.toArray(byte[][]::new)));
    }

    /**
     * Returns an interval that reports a change at most half of the debounce time late and does not overload the
     * server.
     */
    private Duration tickInterval() {
        var half = debounce.dividedBy(2);
        return half.compareTo(MIN_TICK) < 0 ? MIN_TICK : half.compareTo(MAX_TICK) > 0 ? MAX_TICK : half;
    }
}
