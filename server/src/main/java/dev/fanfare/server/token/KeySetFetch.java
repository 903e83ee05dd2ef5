package dev.fanfare.server.token;

import dev.fanfare.app.jwt.InvalidTokenException;
import dev.fanfare.server.http.Endpoint;
import dev.fanfare.server.http.OutboundClient;
import dev.fanfare.server.http.OutboundException;
import java.net.http.HttpRequest;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;

/** Fetches a key set over HTTP, with up to three requests. Thread-safe; completes on a thread of the HTTP client. */
final class KeySetFetch implements AutoCloseable {
    private static final int MAX_REQUESTS = 3;
    private static final int MAX_BODY_BYTES = 1 << 20;
    private static final int OK = 200;
    private static final int TOO_MANY_REQUESTS = 429;
    private static final int SERVER_ERRORS = 500;

    private final OutboundClient http = new OutboundClient();
    private final Endpoint endpoint;
    private final HttpRequest request;
    private final Duration timeout;

    /**
     * A fetch from this URL.
     *
     * @param timeout limits each request
     * @throws IllegalArgumentException if the URL is not an HTTP URL
     */
    KeySetFetch(String url, Duration timeout) {
        this.endpoint = new Endpoint(url);
        var builder = endpoint.request().header("Accept", "application/jwk-set+json, application/json");
        endpoint.authorization().ifPresent(value -> builder.header("Authorization", value));
        this.request = builder.build();
        this.timeout = timeout;
    }

    /** The body of the response; fails with {@link InvalidTokenException} and reason UNAVAILABLE. */
    CompletionStage<byte[]> fetch() {
        return attempt(1);
    }

    private CompletionStage<byte[]> attempt(int number) {
        return http.send(request, timeout, MAX_BODY_BYTES)
                .handle((response, failure) -> {
                    if (failure != null) {
                        var outbound = OutboundException.of(failure);
                        return orAgain(
                                number,
                                outbound.reason() != OutboundException.Reason.TOO_LONG,
                                String.valueOf(outbound.getMessage()));
                    }
                    int status = response.statusCode();
                    return status == OK
                            ? CompletableFuture.completedStage(response.body())
                            : orAgain(
                                    number, status == TOO_MANY_REQUESTS || status >= SERVER_ERRORS, "status " + status);
                })
                .thenCompose(Function.identity());
    }

    private CompletionStage<byte[]> orAgain(int number, boolean isTransient, String reason) {
        return isTransient && number < MAX_REQUESTS
                ? attempt(number + 1)
                : CompletableFuture.failedStage(
                        InvalidTokenException.unavailable("cannot fetch the key set from " + endpoint + ": " + reason));
    }

    /** Fails the requests in progress and all later ones. */
    @Override
    public void close() {
        http.close();
    }
}
