package dev.fanfare.engine.redis.link;

import dev.fanfare.model.channel.EngineException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** A subscription of one channel on the server, with the callers that wait for it. Confined to the link's loop. */
final class LinkSubscription {
    private final String channel;
    private final MessageHandler handler;
    private final List<CompletableFuture<Void>> waiting = new ArrayList<>(1);
    private boolean wanted = true;
    private boolean established;
    private boolean confirmed;
    private long unwantedNanos;

    LinkSubscription(String channel, MessageHandler handler) {
        this.channel = channel;
        this.handler = handler;
    }

    String channel() {
        return channel;
    }

    MessageHandler handler() {
        return handler;
    }

    boolean isWanted() {
        return wanted;
    }

    /** Returns true if it was confirmed once; it then survives a lost connection. */
    boolean isEstablished() {
        return established;
    }

    /** Returns true if the current connection has confirmed it. */
    boolean isConfirmed() {
        return confirmed;
    }

    /** Requests the subscription again; the waiter completes when it is confirmed. */
    void want(CompletableFuture<Void> waiter) {
        wanted = true;
        if (confirmed) {
            waiter.complete(null);
        } else {
            waiting.add(waiter);
        }
    }

    void unwant(long nowNanos) {
        wanted = false;
        unwantedNanos = nowNanos;
    }

    /** Returns true if there was no request since that time. */
    boolean isUnwantedSince(long nanos) {
        return !wanted && unwantedNanos == nanos;
    }

    void confirm() {
        confirmed = true;
        established = true;
        waiting.forEach(waiter -> waiter.complete(null));
        waiting.clear();
    }

    /** Records that the connection was lost. */
    void lose(EngineException why) {
        confirmed = false;
        waiting.forEach(waiter -> waiter.completeExceptionally(why));
        waiting.clear();
    }
}
