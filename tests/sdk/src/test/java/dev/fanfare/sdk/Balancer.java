package dev.fanfare.sdk;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** Says as a load balancer where to go: to the first server while that says that it is ready, then to the second. Thread-safe. */
final class Balancer {
    private static final Duration PERIOD = Duration.ofMillis(50);

    private final HttpClient http;
    private final URI first;
    private final URI second;
    private final Queue<String> refusals = new ConcurrentLinkedQueue<>();
    private volatile URI target;

    /** Begins to ask. */
    Balancer(HttpClient http, ScheduledExecutorService timers, URI first, URI second) {
        this.http = http;
        this.first = first;
        this.second = second;
        this.target = first;
        timers.scheduleWithFixedDelay(this::ask, 0, PERIOD.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** Where to go now. */
    URI target() {
        return target;
    }

    /** Status and body of the answers that were no 200. */
    List<String> refusals() {
        return List.copyOf(refusals);
    }

    private void ask() {
        try {
            var answer =
                    http.send(HttpRequest.newBuilder(first.resolve("/ready")).build(), BodyHandlers.ofString());
            if (answer.statusCode() != 200) {
                refusals.add(answer.statusCode() + " " + answer.body());
                target = second;
            }
        } catch (IOException gone) {
            target = second;
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
