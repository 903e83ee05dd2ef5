package dev.fanfare.server.webhook;

import dev.fanfare.protocol.centrifuge.json.JsonOutput;
import dev.fanfare.server.config.WebhookOptions;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells the backend what waits, in batches, one call after the other. Its one thread runs {@link #run}. */
final class WebhookSender implements Runnable {
    private static final Logger LOG = LoggerFactory.getLogger(WebhookSender.class);

    private static final long HURRY_SECONDS = 1;

    private final WebhookOptions options;
    private final WebhookTimes times;
    private final EventQueue queue;
    private final WebhookClient backend;
    private final WebhookCounts counts;
    private final InstantSource clock;
    private final CountDownLatch abandoned = new CountDownLatch(1);
    private final CountDownLatch ended = new CountDownLatch(1);

    WebhookSender(
            WebhookOptions options, WebhookTimes times, EventQueue queue, WebhookCounts counts, InstantSource clock) {
        this.options = options;
        this.times = times;
        this.queue = queue;
        this.counts = counts;
        this.clock = clock;
        this.backend = new WebhookClient(options, clock);
    }

    /** Ends when the queue is closed and empty, or all is abandoned. */
    @Override
    public void run() {
        int left = 0;
        try {
            for (var batch = next(); !batch.isEmpty(); batch = next()) {
                left += isAbandoned() || !tell(batch) ? batch.size() : 0;
            }
        } finally {
            ended.countDown();
            backend.close();
        }
        if (left > 0) {
            counts.dropped(left);
            LOG.warn("{} events for {} were not sent before the end", left, backend.name());
        }
    }

    /** Waits for the end; after the time what is left is abandoned. */
    void awaitEnd(Duration time) {
        try {
            if (!ended.await(time.toNanos(), TimeUnit.NANOSECONDS)) {
                abandon();
                ended.await(HURRY_SECONDS, TimeUnit.SECONDS);
            }
        } catch (InterruptedException hurried) {
            abandon();
            Thread.currentThread().interrupt();
        }
    }

    /** Nobody says of what is left that it is done: what the engine knows of is told by another node. */
    private void abandon() {
        abandoned.countDown();
        backend.close();
    }

    private List<WebhookEvent> next() {
        return queue.take(options.batchSize());
    }

    /** False when it is not known what became of the batch, for all is abandoned. */
    private boolean tell(List<WebhookEvent> batch) {
        try {
            return attempt(batch);
        } catch (RuntimeException bug) {
            LOG.error("{} events for {} can't be sent", batch.size(), backend.name(), bug);
            return drop(batch);
        }
    }

    private boolean attempt(List<WebhookEvent> batch) {
        for (int retry = 0; !isAbandoned(); retry++) {
            switch (backend.post(body(batch))) {
                case DeliveryOutcome.Taken taken -> {
                    counts.told(batch.size());
                    return done(batch);
                }
                case DeliveryOutcome.Refused refused -> {
                    LOG.warn("{} events are dropped: {} answers {}", batch.size(), backend.name(), refused.status());
                    return drop(batch);
                }
                case DeliveryOutcome.Failed failed -> {
                    if (retry == options.retries() && !isAbandoned()) {
                        LOG.warn(
                                "{} events are dropped: {} failed in {} calls, by {}",
                                batch.size(),
                                backend.name(),
                                retry + 1,
                                failed.why());
                        return drop(batch);
                    }
                    LOG.debug("{} is called again after {}", backend.name(), failed.why());
                    counts.retried();
                    pause(times.pause(retry, ThreadLocalRandom.current().nextDouble(), failed.retryAfter()));
                }
            }
        }
        return false;
    }

    private static boolean done(List<WebhookEvent> batch) {
        batch.forEach(event -> event.done().complete(null));
        return true;
    }

    private boolean drop(List<WebhookEvent> batch) {
        counts.dropped(batch.size());
        return done(batch);
    }

    private void pause(Duration duration) {
        try {
            abandoned.await(duration.toNanos(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException hurried) {
            Thread.currentThread().interrupt();
            abandoned.countDown();
        }
    }

    private boolean isAbandoned() {
        return abandoned.getCount() == 0;
    }

    /** With the time of this very call, which is signed along: an old body is of no use to whoever has seen it. */
    private byte[] body(List<WebhookEvent> batch) {
        var out = new JsonOutput().beginObject().name("time").number(clock.millis());
        out.name("events").beginArray();
        batch.forEach(event -> event.write(out));
        return out.endArray().endObject().toPayload().bytes();
    }
}
