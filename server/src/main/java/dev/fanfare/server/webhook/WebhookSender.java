package dev.fanfare.server.webhook;

import dev.fanfare.server.config.WebhookOptions;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.json.JsonMapper;

/** Delivers the queued events in batches, one call at a time. A single thread executes {@link #run}; the rest is thread-safe. */
final class WebhookSender implements Runnable {
    private static final Logger LOG = LoggerFactory.getLogger(WebhookSender.class);
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private static final long ABORT_SECONDS = 1;

    private final WebhookOptions options;
    private final WebhookTimes times;
    private final EventQueue queue;
    private final WebhookClient backend;
    private final WebhookCounts counts;
    private final InstantSource clock;
    private final CountDownLatch aborted = new CountDownLatch(1);
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

    /** Runs until the queue is closed and drained, or delivery is aborted. */
    @Override
    public void run() {
        int left = 0;
        try {
            for (var batch = next(); !batch.isEmpty(); batch = next()) {
                left += isAborted() || !deliver(batch) ? batch.size() : 0;
            }
        } finally {
            ended.countDown();
            backend.close();
        }
        if (left > 0) {
            counts.addDropped(left);
            LOG.warn("webhook-undelivered events={} endpoint=\"{}\": the server has stopped", left, backend.name());
        }
    }

    /** Waits for the end of {@link #run}; aborts the delivery when the time is over or the thread is interrupted. */
    void awaitEnd(Duration time) {
        try {
            if (!ended.await(time.toNanos(), TimeUnit.NANOSECONDS)) {
                abort();
                ended.await(ABORT_SECONDS, TimeUnit.SECONDS);
            }
        } catch (InterruptedException interrupted) {
            abort();
            Thread.currentThread().interrupt();
        }
    }

    /** Leaves the remaining events incomplete, so that another node delivers those that the engine keeps. */
    private void abort() {
        aborted.countDown();
        backend.close();
    }

    private List<WebhookEvent> next() {
        return queue.take(options.batchSize());
    }

    /** False if the delivery was aborted and the outcome for the batch is unknown. */
    private boolean deliver(List<WebhookEvent> batch) {
        try {
            return attempt(batch);
        } catch (RuntimeException bug) {
            LOG.error("webhook-dropped events={} endpoint=\"{}\"", batch.size(), backend.name(), bug);
            return drop(batch);
        }
    }

    private boolean attempt(List<WebhookEvent> batch) {
        for (int retry = 0; !isAborted(); retry++) {
            switch (backend.post(body(batch))) {
                case WebhookClient.Outcome.Accepted accepted -> {
                    counts.addDelivered(batch.size());
                    return complete(batch);
                }
                case WebhookClient.Outcome.Rejected rejected -> {
                    LOG.warn(
                            "webhook-dropped events={} endpoint=\"{}\" status={}",
                            batch.size(),
                            backend.name(),
                            rejected.status());
                    return drop(batch);
                }
                case WebhookClient.Outcome.Failed failed -> {
                    if (retry == options.retries() && !isAborted()) {
                        LOG.warn(
                                "webhook-dropped events={} endpoint=\"{}\" attempts={} reason=\"{}\"",
                                batch.size(),
                                backend.name(),
                                retry + 1,
                                failed.reason());
                        return drop(batch);
                    }
                    LOG.debug("retrying the webhook call to {}: {}", backend.name(), failed.reason());
                    counts.addRetry();
                    pause(times.pause(retry, ThreadLocalRandom.current().nextDouble(), failed.retryAfter()));
                }
            }
        }
        return false;
    }

    private static boolean complete(List<WebhookEvent> batch) {
        batch.forEach(event -> event.done().complete(null));
        return true;
    }

    private boolean drop(List<WebhookEvent> batch) {
        counts.addDropped(batch.size());
        return complete(batch);
    }

    private void pause(Duration duration) {
        try {
            aborted.await(duration.toNanos(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            aborted.countDown();
        }
    }

    private boolean isAborted() {
        return aborted.getCount() == 0;
    }

    /** The signed body contains the time of the call, so that the backend can reject a body that is replayed later. */
    private byte[] body(List<WebhookEvent> batch) {
        var body = JSON.createObjectNode().put("time", clock.millis());
        var events = body.putArray("events");
        batch.forEach(event -> event.writeTo(events.addObject()));
        return JSON.writeValueAsBytes(body);
    }
}
