package dev.fanfare.server.webhook;

import dev.fanfare.core.activity.ActivityListener;
import dev.fanfare.core.node.Node;
import dev.fanfare.model.monitoring.Activity;
import dev.fanfare.server.config.WebhookOptions;
import dev.fanfare.server.config.WebhookOptions.Event;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.InstantSource;
import java.util.EnumSet;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reports activities of clients and channels to a backend. Thread-safe.
 *
 * <p>Up to {@value #CAPACITY} events are queued; further events replace the oldest ones. An event is done when the backend has
 * accepted it or it is dropped. Another node delivers the channel events that are still queued when this node stops.
 */
public final class Webhook implements ActivityListener {
    static final int CAPACITY = 50_000;
    private static final Logger LOG = LoggerFactory.getLogger(Webhook.class);
    private static final CompletionStage<Void> DONE = CompletableFuture.completedStage(null);

    private final Set<Event> enabled;
    private final String node;
    private final InstantSource clock;
    private final WebhookTimes times;
    private final WebhookCounts counts = new WebhookCounts();
    private final EventQueue queue;
    private final WebhookSender sender;
    private final AtomicLong lastId = new AtomicLong();

    Webhook(WebhookOptions options, WebhookTimes times, int capacity, String node, InstantSource clock) {
        this.enabled = options.events().isEmpty() ? Set.of() : EnumSet.copyOf(options.events());
        this.node = node;
        this.clock = clock;
        this.times = times;
        this.queue = new EventQueue(Math.max(capacity, options.batchSize()));
        this.sender = new WebhookSender(options, times, queue, counts, clock);
        Thread.ofVirtual().name("fanfare-webhook").start(sender);
    }

    /** Reports the activities of a node until the node is closed. Does nothing if no endpoint is configured. */
    public static void attach(WebhookOptions options, Node node, MeterRegistry registry) {
        if (!options.endpoint().isSet()) {
            return;
        }
        var webhook = new Webhook(
                options, WebhookTimes.DEFAULTS, CAPACITY, node.topics().self(), InstantSource.system());
        webhook.bindTo(registry);
        if (webhook.isEnabled(Event.DISCONNECT) || webhook.isEnabled(Event.UNSUBSCRIBE)) {
            node.activities().watchClients(webhook);
        }
        if (webhook.isEnabled(Event.OCCUPIED) || webhook.isEnabled(Event.VACATED)) {
            node.activities().watchChannels(options.debounce(), webhook);
        }
    }

    @Override
    public CompletionStage<Void> onActivity(Activity activity) {
        if (!isEnabled(WebhookEvent.kind(activity))) {
            return DONE;
        }
        var event = event(activity);
        var dropped = queue.add(event);
        if (dropped == null) {
            return event.done();
        }
        counts.addDropped(1);
        if (dropped != event) {
            dropped.done().complete(null);
            warn();
        }
        return event.done(); // never completes after close(), so that another node delivers the event
    }

    /** Rejects further events and delivers the queued ones for up to {@link WebhookTimes#closing}. Idempotent. */
    @Override
    public void close() {
        queue.close();
        sender.awaitEnd(times.closing());
    }

    void bindTo(MeterRegistry registry) {
        counts.bindTo(registry);
        Gauge.builder("fanfare.webhook.waiting", queue, EventQueue::size)
                .description("Events in the queue of the webhook.")
                .register(registry);
    }

    WebhookCounts counts() {
        return counts;
    }

    private boolean isEnabled(Event kind) {
        return enabled.contains(kind);
    }

    private WebhookEvent event(Activity activity) {
        return switch (activity) {
            case Activity.OfChannel change ->
                new WebhookEvent(change.id(), clock.millis() - change.ago().toMillis(), activity);
            case Activity.OfClient client ->
                new WebhookEvent(node + ".c" + lastId.incrementAndGet(), clock.millis(), activity);
        };
    }

    /** Logs the first dropped event, and each doubling of their number. */
    private void warn() {
        long dropped = counts.dropped();
        if (Long.bitCount(dropped) == 1) {
            LOG.warn("webhook-overflow dropped={}: the endpoint is too slow", dropped);
        }
    }
}
