package dev.fanfare.server.proxy;

import dev.fanfare.core.concurrent.FailureCause;
import dev.fanfare.server.http.BoundedBody;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodySubscribers;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * Calls by HTTP with limits of their own: of number, of time, waiting included, and of the size of an answer. No redirects,
 * for they would lead to places that nobody configured, and no retries, for a backend may have done what it was asked.
 * Thread-safe.
 */
final class HttpCalls {
    private static final int MAX_BODY_BYTES = 1 << 20;
    private static final int OK = 200;

    private final HttpClient http;
    private final Duration timeout;
    private final InFlight inFlight;

    HttpCalls(HttpClient http, Duration timeout, int maxInFlight) {
        this.http = http;
        this.timeout = timeout;
        this.inFlight = new InFlight(maxInFlight);
    }

    /** The body of the answer; fails with {@link BackendException}. */
    CompletableFuture<byte[]> send(HttpRequest request) {
        var answer = new CompletableFuture<byte[]>();
        var turn = inFlight.enter();
        // Elsewhere: the caller may be an event loop, or a call that has just ended.
        turn.whenCompleteAsync(
                (begins, refused) -> {
                    if (refused != null) {
                        answer.completeExceptionally(cause(refused));
                    } else {
                        begin(request, answer);
                    }
                },
                Thread::startVirtualThread);
        return answer.orTimeout(timeout.toMillis(), TimeUnit.MILLISECONDS)
                .whenComplete((body, failure) -> turn.cancel(false))
                .exceptionallyCompose(failure -> CompletableFuture.failedFuture(asFailure(cause(failure))));
    }

    private void begin(HttpRequest request, CompletableFuture<byte[]> answer) {
        CompletableFuture<HttpResponse<byte[]>> exchange;
        try {
            exchange = answer.isDone()
                    ? CompletableFuture.failedFuture(new TimeoutException())
                    : http.sendAsync(request, HttpCalls::subscriber);
        } catch (RuntimeException bug) {
            exchange = CompletableFuture.failedFuture(bug);
        }
        exchange.whenComplete((response, failure) -> {
            inFlight.leave();
            complete(answer, response, failure);
        });
        // Not the request's own limit, which ends with the headers: a body may drip for ever.
        var call = exchange;
        answer.whenComplete((body, failure) -> call.cancel(true));
    }

    private static HttpResponse.BodySubscriber<byte[]> subscriber(HttpResponse.ResponseInfo response) {
        return response.statusCode() == OK
                ? new BoundedBody(MAX_BODY_BYTES, BackendException::unreadable)
                : BodySubscribers.replacing(new byte[0]);
    }

    private static void complete(
            CompletableFuture<byte[]> answer, HttpResponse<byte[]> response, @Nullable Throwable failure) {
        if (failure != null) {
            answer.completeExceptionally(cause(failure));
        } else if (response.statusCode() != OK) {
            answer.completeExceptionally(BackendException.status(response.statusCode()));
        } else {
            answer.complete(response.body());
        }
    }

    private BackendException asFailure(Throwable cause) {
        return switch (cause) {
            case BackendException known -> known;
            case TimeoutException late -> BackendException.late("no answer within " + timeout.toMillis() + " ms");
            default ->
                BackendException.unreachable(cause.getClass().getSimpleName()
                        + (cause.getCause() == null
                                ? ""
                                : " by " + cause.getCause().getClass().getSimpleName()));
        };
    }

    /** Failures of bodies are wrapped by the client, too. */
    private static Throwable cause(Throwable failure) {
        var cause = FailureCause.of(failure);
        return cause.getCause() instanceof BackendException known ? known : cause;
    }
}
