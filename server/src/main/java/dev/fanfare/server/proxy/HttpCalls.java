package dev.fanfare.server.proxy;

import dev.fanfare.core.concurrent.FailureCause;
import dev.fanfare.core.concurrent.Stages;
import dev.fanfare.server.http.OutboundClient;
import dev.fanfare.server.http.OutboundException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * The calls of one backend, limited in number, in time including the wait for a free slot, and in the size of a response. Does
 * not retry, because the backend may have executed the request. Thread-safe.
 */
final class HttpCalls {
    private static final int MAX_BODY_BYTES = 1 << 20;
    private static final int OK = 200;

    private final OutboundClient http;
    private final Duration timeout;
    private final InFlight inFlight;

    HttpCalls(OutboundClient http, Duration timeout, int maxInFlight) {
        this.http = http;
        this.timeout = timeout;
        this.inFlight = new InFlight(maxInFlight);
    }

    /** The body of the response; fails with {@link BackendException}. */
    CompletableFuture<byte[]> send(HttpRequest request) {
        long deadline = System.nanoTime() + timeout.toNanos();
        return inFlight.enter()
                .orTimeout(timeout.toMillis(), TimeUnit.MILLISECONDS)
                // On another thread: the caller may be an event loop or the end of a previous call.
                .thenComposeAsync(entered -> begin(request, deadline), Thread::startVirtualThread)
                .thenApply(HttpCalls::body)
                .exceptionallyCompose(failure -> CompletableFuture.failedFuture(backendException(failure)));
    }

    private CompletionStage<HttpResponse<byte[]>> begin(HttpRequest request, long deadline) {
        var left = Duration.ofNanos(Math.max(0, deadline - System.nanoTime()));
        return Stages.call(() -> http.send(request, left, MAX_BODY_BYTES))
                .whenComplete((response, failure) -> inFlight.leave());
    }

    private static byte[] body(HttpResponse<byte[]> response) {
        if (response.statusCode() != OK) {
            throw BackendException.status(response.statusCode());
        }
        return response.body();
    }

    private BackendException backendException(Throwable failure) {
        var cause = FailureCause.of(failure);
        if (cause instanceof BackendException known) {
            return known;
        }
        var outbound = OutboundException.of(cause);
        return switch (cause instanceof TimeoutException ? OutboundException.Reason.TIMEOUT : outbound.reason()) {
            case TIMEOUT -> BackendException.late("no response within " + timeout.toMillis() + " ms");
            case TOO_LONG -> BackendException.unreadable(String.valueOf(outbound.getMessage()));
            case UNREACHABLE -> BackendException.unreachable(String.valueOf(outbound.getMessage()));
        };
    }
}
