package dev.fanfare.server.http;

import dev.fanfare.core.concurrent.Stages;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodySubscriber;
import java.net.http.HttpResponse.BodySubscribers;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow.Subscription;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Sends HTTP requests to other servers, with a limit on the time of an exchange and on the size of a response. Never follows
 * a redirect, because it could lead to a host that is not configured. Thread-safe.
 */
public final class OutboundClient implements AutoCloseable {
    private static final int OK = 200;

    private final ReentrantLock lock = new ReentrantLock();
    private @Nullable HttpClient http;
    private boolean closed;

    /**
     * Sends a request. Only the body of a response with status 200 is read; any other body is discarded.
     *
     * @param timeout limits the whole exchange, including the body
     * @param maxBodyBytes the largest accepted body; 0 discards every body, whatever its size
     * @return completes on a thread of the client; fails with {@link OutboundException}, possibly wrapped
     */
    public CompletableFuture<HttpResponse<byte[]>> send(HttpRequest request, Duration timeout, int maxBodyBytes) {
        var exchange = Stages.<HttpResponse<byte[]>>call(() -> http().sendAsync(
                                request,
                                response -> response.statusCode() == OK && maxBodyBytes > 0
                                        ? new BoundedBody(maxBodyBytes)
                                        : BodySubscribers.replacing(new byte[0])))
                .toCompletableFuture();
        return exchange.copy()
                // HttpRequest.timeout() ends with the headers, so that a slow body would have no limit.
                .orTimeout(timeout.toMillis(), TimeUnit.MILLISECONDS)
                .whenComplete((response, failure) -> exchange.cancel(true))
                .exceptionallyCompose(
                        failure -> CompletableFuture.failedFuture(OutboundException.during(timeout, failure)));
    }

    /** Fails the calls in progress and all later ones. */
    @Override
    public void close() {
        lock.lock();
        try {
            closed = true;
            if (http != null) {
                http.shutdownNow();
            }
        } finally {
            lock.unlock();
        }
    }

    /** The client is created on first use, because a client has a thread and reads the trusted certificates. */
    private HttpClient http() {
        lock.lock();
        try {
            if (http == null) {
                if (closed) {
                    throw new IllegalStateException("the client is closed");
                }
                http = HttpClient.newBuilder()
                        // With HTTP/1.1, a lost connection fails a single call, and no call waits for another one.
                        .version(HttpClient.Version.HTTP_1_1)
                        .followRedirects(HttpClient.Redirect.NEVER)
                        .build();
            }
            return http;
        } finally {
            lock.unlock();
        }
    }

    /** Collects a body up to a maximum size. Confined to its exchange, which calls one method at a time. */
    private static final class BoundedBody implements BodySubscriber<byte[]> {
        private final BodySubscriber<byte[]> body = BodySubscribers.ofByteArray();
        private final int maxBytes;
        private long bytes;
        private @Nullable Subscription subscription;

        BoundedBody(int maxBytes) {
            this.maxBytes = maxBytes;
        }

        @Override
        public CompletionStage<byte[]> getBody() {
            return body.getBody();
        }

        @Override
        public void onSubscribe(Subscription subscription) {
            this.subscription = subscription;
            body.onSubscribe(subscription);
        }

        @Override
        public void onNext(List<ByteBuffer> buffers) {
            bytes += buffers.stream().mapToLong(ByteBuffer::remaining).sum();
            if (bytes <= maxBytes) {
                body.onNext(buffers);
                return;
            }
            if (subscription != null) {
                subscription.cancel();
            }
            body.onError(OutboundException.tooLong(maxBytes));
        }

        @Override
        public void onError(Throwable failure) {
            body.onError(failure);
        }

        @Override
        public void onComplete() {
            body.onComplete();
        }
    }
}
