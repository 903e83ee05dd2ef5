package dev.fanfare.app.internal.dispatch;

import dev.fanfare.app.RequestRefusedException;
import dev.fanfare.app.internal.concurrent.Blocking;
import dev.fanfare.core.transport.HttpExchange;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;

/** The body of a request, which is read on first use. Thread-safe; blocks. */
final class RequestBody implements Supplier<byte[]> {
    private final HttpExchange exchange;
    private final int maxBytes;
    private final AtomicBoolean requested = new AtomicBoolean();
    private final CompletableFuture<byte[]> bytes = new CompletableFuture<>();

    /** Creates the body of an exchange; it must not be larger than this number of bytes. */
    RequestBody(HttpExchange exchange, int maxBytes) {
        this.exchange = exchange;
        this.maxBytes = maxBytes;
    }

    /**
     * Returns the bytes.
     *
     * @throws RequestRefusedException if the transport cannot read the body
     * @throws IllegalStateException on an event loop
     */
    @Override
    public byte[] get() {
        if (!bytes.isDone() && exchange.loop().inEventLoop()) {
            throw new IllegalStateException("reading the body of a request must not block an event loop");
        }
        if (!requested.getAndSet(true)) {
            exchange.loop()
                    .execute(() -> exchange.readBody(
                            maxBytes,
                            bytes::complete,
                            refusal -> bytes.completeExceptionally(new RequestRefusedException(refusal))));
        }
        return Blocking.await(bytes);
    }
}
