package dev.fanfare.core.activity;

import dev.fanfare.core.concurrent.Attempt;
import dev.fanfare.core.port.Engine;
import dev.fanfare.core.port.Occupancy;
import dev.fanfare.core.session.Session;
import dev.fanfare.model.channel.ClientInfo;
import dev.fanfare.model.client.CloseReason;
import dev.fanfare.model.monitoring.Activity;
import java.time.Duration;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Who watches the clients and the channels of a node. Thread-safe. Whoever does begins before the first client comes: what
 * clients did before is not told.
 */
public final class Activities implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Activities.class);

    private final Engine engine;
    private final AtomicReference<@Nullable ActivityListener> clients = new AtomicReference<>();
    private final AtomicReference<@Nullable ActivityListener> channels = new AtomicReference<>();
    /** The counts of those who watch channels; null while nobody does. */
    private volatile @Nullable ChannelClients channelClients;

    /** The activities of a node on this engine, which nobody watches. */
    public Activities(Engine engine) {
        this.engine = engine;
    }

    /**
     * Tells of {@link Activity.OfClient}.
     *
     * @throws IllegalStateException when somebody watches already
     */
    public void watchClients(ActivityListener listener) {
        begin(clients, listener);
    }

    /** True when it is of use to say who clients are for this alone. */
    public boolean areClientsWatched() {
        return clients.get() != null;
    }

    /**
     * Tells of {@link Activity.OfChannel}, of each to one of the cluster's nodes, all of which must watch; see
     * {@link dev.fanfare.core.port.Occupancy}.
     *
     * @param debounce how long a change holds before it is told; zero or positive
     * @throws IllegalStateException when somebody watches already, or the engine does not know
     */
    public void watchChannels(Duration debounce, ActivityListener listener) {
        if (debounce.isNegative()) {
            throw new IllegalArgumentException("debounce is zero or positive, not " + debounce);
        }
        var occupancy = engine.occupancy();
        begin(channels, listener);
        occupancy.start(debounce, change -> tell(listener, activity(change)));
        channelClients = new ChannelClients(occupancy);
    }

    /** A subscription that is about to be made; null when nobody watches. On the session's loop. */
    public @Nullable MonitoredSubscription subscription(Session session, String channel) {
        var listener = clients.get();
        var counts = channelClients;
        return listener == null && counts == null
                ? null
                : new MonitoredSubscription(session, channel, listener, counts);
    }

    /** A client that is known from now on: gets the reason at its end. On the session's loop. */
    public Consumer<CloseReason> client(Session session, ClientInfo info) {
        var listener = clients.get();
        if (listener == null) {
            return reason -> {};
        }
        long since = session.loop().nanoTime();
        return reason -> {
            var connected = Duration.ofNanos(session.loop().nanoTime() - since);
            tell(listener, new Activity.Disconnected(info, reason, connected));
        };
    }

    /** Lets those who watch come to an end, which may take them a while. Idempotent, as they are. */
    @Override
    public void close() {
        close(clients.get());
        close(channels.get());
    }

    /** Completes when the listener is done, and does not fail: what it throws harms nobody else. */
    static CompletionStage<Void> tell(ActivityListener listener, Activity activity) {
        return Attempt.of(() -> listener.onActivity(activity)).exceptionally(failure -> {
            LOG.error("who watches failed at {}", activity, failure);
            return null;
        });
    }

    private static void begin(AtomicReference<@Nullable ActivityListener> place, ActivityListener listener) {
        if (!place.compareAndSet(null, listener)) {
            throw new IllegalStateException("somebody watches already");
        }
    }

    private static void close(@Nullable ActivityListener listener) {
        if (listener != null) {
            try {
                listener.close();
            } catch (RuntimeException failure) {
                LOG.error("who watched failed at the end", failure);
            }
        }
    }

    private static Activity activity(Occupancy.Change change) {
        return change.occupied()
                ? new Activity.Occupied(change.id(), change.channel(), change.ago())
                : new Activity.Vacated(change.id(), change.channel(), change.ago());
    }
}
