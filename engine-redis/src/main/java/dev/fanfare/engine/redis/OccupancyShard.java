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
 * What one server knows of the channels that this node has clients in. Confined to the loop, but for {@link #enter},
 * {@link #leave} and {@link #close}.
 *
 * <p>The server counts the nodes of a channel, and which node counts where. Whenever it may know something else than this
 * node, because a call failed, the connection was interrupted, or it thinks that this node is gone, the node begins anew
 * under another name and says all. What was known of the old name is forgotten when that expires, as with a crashed node.
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

    /** Says that this node is gone, without waiting for the answer. */
    void close() {
        closed = true;
        claims.sayAllDone();
        var gone = name;
        var keys = shard.keys();
        shard.link()
                .ask(
                        ROUGH_SIZE,
                        connection -> connection
                                .async()
                                .zadd(keys.occupants(), ZAddArgs.Builder.xx(), 0.0, Replies.bytes(gone)));
    }

    /** Many clients often come and go at once: what they change is said together. */
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
                    "the occupancy of channels on {} is not told for now",
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
        claims.sayDone();
        if (known) {
            claims.claim(name, this::beginAnew);
        }
    }

    private void beginAnew() {
        known = false;
        name = self + '.' + ++names;
        channels.sayNothing();
    }

    /** Says what has changed, or that this node lives, one call at a time. */
    private void report() {
        if (reporting || closed) {
            return;
        }
        var said = known ? channels.take(MAX_SAID_AT_ONCE) : List.<String>of();
        if (known && said.isEmpty() && !isRefreshDue()) {
            return;
        }
        reporting = true;
        boolean begins = !known;
        var as = name;
        say(as, begins, said).whenComplete((answer, failure) -> {
            reporting = false;
            if (failure instanceof OverloadedException) {
                channels.putBack(said); // nothing was sent: the next tick says it
                return;
            }
            if (!as.equals(name)) {
                return; // the next tick says what the new name has
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
            channels.sayAll();
        }
        report();
    }

    private boolean isRefreshDue() {
        return System.nanoTime() - reportedNanos
                >= settings.nodeRefreshInterval().toNanos();
    }

    private CompletionStage<List<Object>> say(String as, boolean begins, List<String> said) {
        var arguments = new ArrayList<byte[]>();
        arguments.add(Replies.bytes(as));
        arguments.add(Replies.millis(settings.nodeExpiry()));
        arguments.add(Replies.millis(debounce));
        arguments.add(Replies.millis(KEPT));
        arguments.add(Replies.bytes(begins ? 1 : 0));
        said.forEach(channel -> arguments.add(Replies.bytes(channel)));
        var keys = shard.keys();
        String[] touched = {
            keys.occupants(), keys.occupiedBy(as), keys.occupied(), keys.toldOccupied(), keys.due(), keys.claims()
        };
        return shard.link()
                .ask(
                        ROUGH_SIZE * arguments.size(),
                        connection ->
                                Scripts.OCCUPANCY_REPORT.run(connection, touched, arguments.toArray(byte[][]::new)));
    }

    /** A change is told half of the debounce late at most, and a busy server is not asked all the time. */
    private Duration tickInterval() {
        var half = debounce.dividedBy(2);
        return half.compareTo(MIN_TICK) < 0 ? MIN_TICK : half.compareTo(MAX_TICK) > 0 ? MAX_TICK : half;
    }
}
