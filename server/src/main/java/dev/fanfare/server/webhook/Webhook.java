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
 * Tells a backend what happens to clients and channels. Thread-safe.
 *
 * <p>Up to {@value #CAPACITY} events wait; more take the place of the oldest. What is told of a channel counts as told when the
 * backend has taken it, or it is given up; what waits when this node ends is told by another one.
 */
public final class Webhook implements ActivityListener {
    static final int CAPACITY = 50_000;
    private static final Logger LOG = LoggerFactory.getLogger(Webhook.class);
    private static final CompletionStage<Void> DONE = CompletableFuture.completedStage(null);

    private final Set<Event> told;
    private final String node;
    private final InstantSource clock;
    private final WebhookTimes times;
    private final WebhookCounts counts = new WebhookCounts();
    private final EventQueue queue;
    private final WebhookSender sender;
    private final AtomicLong lastId = new AtomicLong();

    Webhook(WebhookOptions options, WebhookTimes times, int capacity, String node, InstantSource clock) {
        this.told = options.events().isEmpty() ? Set.of() : EnumSet.copyOf(options.events());
        this.node = node;
        this.clock = clock;
        this.times = times;
        this.queue = new EventQueue(Math.max(capacity, options.batchSize()));
        this.sender = new WebhookSender(options, times, queue, counts, clock);
        Thread.ofVirtual().name("fanfare-webhook").start(sender);
    }

    /** Tells of this node what the options say, until it is closed; does nothing when they name no endpoint. */
    public static void attach(WebhookOptions options, Node node, MeterRegistry registry) {
        if (!options.endpoint().isSet()) {
            return;
        }
        var webhook = new Webhook(
                options, WebhookTimes.DEFAULTS, CAPACITY, node.topics().self(), InstantSource.system());
        webhook.bindTo(registry);
        if (webhook.tells(Event.DISCONNECT) || webhook.tells(Event.UNSUBSCRIBE)) {
            node.activities().watchClients(webhook);
        }
        if (webhook.tells(Event.OCCUPIED) || webhook.tells(Event.VACATED)) {
            node.activities().watchChannels(options.debounce(), webhook);
        }
    }

    @Override
    public CompletionStage<Void> onActivity(Activity activity) {
        if (!tells(WebhookEvent.kind(activity))) {
            return DONE;
        }
        var event = event(activity);
        var dropped = queue.add(event);
        if (dropped == null) {
            return event.done();
        }
        counts.dropped(1);
        if (dropped != event) {
            dropped.done().complete(null);
            warn();
        }
        return event.done(); // which never comes when this is closed: another node tells
    }

    /** Takes no more, and gives what waits some seconds. Idempotent. */
    @Override
    public void close() {
        queue.close();
        sender.awaitEnd(times.closing());
    }

    void bindTo(MeterRegistry registry) {
        counts.bindTo(registry);
        Gauge.builder("fanfare.webhook.waiting", queue, EventQueue::size)
                .description("Events that wait for a call of the backend.")
                .register(registry);
    }

    WebhookCounts counts() {
        return counts;
    }

    private boolean tells(Event kind) {
        return told.contains(kind);
    }

    private WebhookEvent event(Activity activity) {
        return switch (activity) {
            case Activity.OfChannel change ->
                new WebhookEvent(change.id(), clock.millis() - change.ago().toMillis(), activity);
            case Activity.OfClient client ->
                new WebhookEvent(node + ".c" + lastId.incrementAndGet(), clock.millis(), activity);
        };
    }

    /** The first time, and each time the number has doubled. */
    private void warn() {
        long times = counts.dropped();
        if (Long.bitCount(times) == 1) {
            LOG.warn("the webhook is too slow: {} events were dropped so far", times);
        }
    }
}
