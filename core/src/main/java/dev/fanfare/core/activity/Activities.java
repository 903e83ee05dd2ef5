package dev.fanfare.core.activity;

import dev.fanfare.core.concurrent.Stages;
import dev.fanfare.core.port.Engine;
import dev.fanfare.core.port.Occupancy;
import dev.fanfare.core.session.Session;
import dev.fanfare.model.channel.ClientInfo;
import dev.fanfare.model.client.CloseReason;
import dev.fanfare.model.monitoring.Activity;
import dev.fanfare.model.monitoring.LogText;
import java.time.Duration;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Registers the activity listeners of a node. Thread-safe. Register listeners before the first client connects: earlier
 * events are not repeated.
 */
public final class Activities implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Activities.class);

    private final Engine engine;
    private final AtomicReference<@Nullable ActivityListener> clients = new AtomicReference<>();
    private final AtomicReference<@Nullable ActivityListener> channels = new AtomicReference<>();
    /** Client counts for the channel listener; null while there is none. */
    private volatile @Nullable ChannelClients channelClients;

    /** Creates the activities of a node on this engine, without listeners. */
    public Activities(Engine engine) {
        this.engine = engine;
    }

    /**
     * Registers the listener for {@link Activity.OfClient}.
     *
     * @throws IllegalStateException if a listener is already registered
     */
    public void watchClients(ActivityListener listener) {
        begin(clients, listener);
    }

    /** Returns true if a listener for clients is registered, which requires identified sessions. */
    public boolean areClientsWatched() {
        return clients.get() != null;
    }

    /**
     * Registers the listener for {@link Activity.OfChannel}. Each event goes to one node of the cluster, so all nodes
     * must register a listener; see {@link dev.fanfare.core.port.Occupancy}.
     *
     * @param debounce how long a change must last before it is reported; zero or positive
     * @throws IllegalStateException if a listener is already registered, or if the engine does not support it
     */
    public void watchChannels(Duration debounce, ActivityListener listener) {
        if (debounce.isNegative()) {
            throw new IllegalArgumentException("debounce must be zero or positive, got " + debounce);
        }
        var occupancy = engine.occupancy();
        begin(channels, listener);
        occupancy.start(debounce, change -> tell(listener, activity(change)));
        channelClients = new ChannelClients(occupancy);
    }

    /** Returns the monitor of a new subscription; null without listeners. Called on the session's loop. */
    public @Nullable MonitoredSubscription subscription(Session session, String channel) {
        var listener = clients.get();
        var counts = channelClients;
        return listener == null && counts == null
                ? null
                : new MonitoredSubscription(session, channel, listener, counts);
    }

    /** Starts monitoring an identified client and returns the action for its end. Called on the session's loop. */
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

    /** Closes the listeners, which may take a while. Idempotent. */
    @Override
    public void close() {
        close(clients.get());
        close(channels.get());
    }

    /** Calls the listener. The stage completes when the listener has finished, and never fails. */
    static CompletionStage<Void> tell(ActivityListener listener, Activity activity) {
        return Stages.call(() -> listener.onActivity(activity)).exceptionally(failure -> {
            LOG.error("activity listener failed on {}", LogText.of(activity), failure);
            return null;
        });
    }

    private static void begin(AtomicReference<@Nullable ActivityListener> registered, ActivityListener listener) {
        if (!registered.compareAndSet(null, listener)) {
            throw new IllegalStateException("an activity listener is already registered");
        }
    }

    private static void close(@Nullable ActivityListener listener) {
        if (listener != null) {
            try {
                listener.close();
            } catch (RuntimeException failure) {
                LOG.error("activity listener failed to close", failure);
            }
        }
    }

    private static Activity activity(Occupancy.Change change) {
        return change.occupied()
                ? new Activity.Occupied(change.id(), change.channel(), change.ago())
                : new Activity.Vacated(change.id(), change.channel(), change.ago());
    }
}
