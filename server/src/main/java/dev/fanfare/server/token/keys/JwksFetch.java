package dev.fanfare.server.token.keys;

import dev.fanfare.core.concurrent.FailureCause;
import dev.fanfare.server.http.Endpoint;
import dev.fanfare.server.http.OutboundClient;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;

/**
 * Fetches key sets: up to three requests, each with a limit of time and size, and no redirects, for they would lead to
 * places that nobody configured. Thread-safe; completes on a thread of the HTTP client.
 */
final class JwksFetch implements AutoCloseable {
    private static final int RETRIES = 2;
    private static final int MAX_BODY_BYTES = 1 << 20;

    /** Many tenants may come at once; made-up ones must not open any number of connections. */
    private static final int MAX_UNDER_WAY = 64;

    private static final int OK = 200;
    private static final int TOO_MANY_REQUESTS = 429;
    private static final int SERVER_ERRORS = 500;

    private final OutboundClient client = new OutboundClient();
    private final Duration timeout;
    private final Semaphore free = new Semaphore(MAX_UNDER_WAY);

    JwksFetch(Duration timeout) {
        this.timeout = timeout;
    }

    /** The key set there; fails with {@link JwksUnavailableException}. */
    CompletableFuture<KeySet> fetch(URI url) {
        if (!free.tryAcquire()) {
            return CompletableFuture.failedFuture(
                    new JwksUnavailableException("more than " + MAX_UNDER_WAY + " key sets are being fetched"));
        }
        return CompletableFuture.completedFuture(url)
                .thenCompose(first -> attempt(first, RETRIES))
                .thenApply(KeySet::parse)
                .whenComplete((keys, failure) -> free.release())
                .exceptionallyCompose(failure -> CompletableFuture.failedFuture(unavailable(url, failure)));
    }

    private CompletableFuture<byte[]> attempt(URI url, int retries) {
        return request(url)
                .exceptionallyCompose(failure -> retries > 0
                                && !(FailureCause.of(failure) instanceof JwksUnavailableException)
                        ? attempt(url, retries - 1)
                        : CompletableFuture.failedFuture(failure));
    }

    private CompletableFuture<byte[]> request(URI url) {
        var request = HttpRequest.newBuilder(url)
                .header("Accept", "application/jwk-set+json, application/json")
                .build();
        return client.send(request, timeout, MAX_BODY_BYTES).thenApply(JwksFetch::body);
    }

    private static byte[] body(HttpResponse<byte[]> answer) {
        int status = answer.statusCode();
        if (status == TOO_MANY_REQUESTS || status >= SERVER_ERRORS) {
            throw new IllegalStateException("status " + status);
        }
        if (status != OK) {
            throw new JwksUnavailableException("status " + status);
        }
        return answer.body();
    }

    private static JwksUnavailableException unavailable(URI url, Throwable failure) {
        return new JwksUnavailableException("cannot fetch keys from " + new Endpoint(url.toString()) + ": "
                + FailureCause.of(failure).getMessage());
    }

    @Override
    public void close() {
        client.close();
    }
}
