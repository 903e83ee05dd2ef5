package dev.fanfare.sdk;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

/** A backend that publishes the numbers from 1, each after the response to the previous one. Thread-safe. */
final class NumberPublisher {
    private final HttpClient http;
    private final Supplier<URI> where;
    private final ReentrantLock lock = new ReentrantLock();
    private final CompletableFuture<ScheduledFuture<?>> running = new CompletableFuture<>();
    private volatile long published;
    private volatile Optional<String> failure = Optional.empty();

    /** A backend that sends each request to the current address. */
    NumberPublisher(HttpClient http, Supplier<URI> where) {
        this.http = http;
        this.where = where;
    }

    /** Starts publishing; called once. */
    void start(ScheduledExecutorService timers, Duration period) {
        running.complete(timers.scheduleWithFixedDelay(() -> publish(""), 0, period.toMillis(), TimeUnit.MILLISECONDS));
    }

    /** The last accepted number. */
    long published() {
        return published;
    }

    /** The first rejected publication with the reason. */
    Optional<String> failure() {
        return failure;
    }

    /** Publishes one more number, marked as the last, and returns it. */
    long end() {
        running.join().cancel(false);
        publish(",\"last\":true");
        return published;
    }

    private void publish(String more) {
        lock.lock();
        try {
            long next = published + 1;
            if (failure.isEmpty() && isAccepted(next, more)) {
                published = next;
            }
        } finally {
            lock.unlock();
        }
    }

    private boolean isAccepted(long next, String more) {
        var body = "{\"channel\":\"" + TwoServers.CHANNEL + "\",\"data\":{\"number\":" + next + more + "}}";
        var request = HttpRequest.newBuilder(where.get().resolve("/api/publish"))
                .header("X-API-Key", TwoServers.API_KEY)
                .POST(BodyPublishers.ofString(body))
                .build();
        try {
            var answer = http.send(request, BodyHandlers.ofString()).body();
            if (!answer.startsWith("{\"result\"")) {
                failure = Optional.of(next + ": " + answer);
            }
        } catch (IOException away) {
            failure = Optional.of(next + ": " + away);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            failure = Optional.of(next + ": interrupted");
        }
        return failure.isEmpty();
    }
}
