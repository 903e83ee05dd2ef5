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

/** Selects the first server until its readiness check fails, then the second, as a load balancer does. Thread-safe. */
final class LoadBalancer {
    private static final Duration PERIOD = Duration.ofMillis(50);

    private final HttpClient http;
    private final URI first;
    private final URI second;
    private final Queue<String> refusals = new ConcurrentLinkedQueue<>();
    private volatile URI target;

    /** Starts the readiness checks. */
    LoadBalancer(HttpClient http, ScheduledExecutorService timers, URI first, URI second) {
        this.http = http;
        this.first = first;
        this.second = second;
        this.target = first;
        timers.scheduleWithFixedDelay(this::check, 0, PERIOD.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** The server for new connections. */
    URI target() {
        return target;
    }

    /** Status and body of the failed checks. */
    List<String> refusals() {
        return List.copyOf(refusals);
    }

    private void check() {
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
