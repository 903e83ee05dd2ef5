package dev.fanfare.engine.redis.link;

import dev.fanfare.model.channel.EngineException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** One channel of the server, and whoever waits until it is heard. Confined to the link's loop. */
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

    /** True when it was confirmed once: whoever waited for it was told, and it outlives a connection. */
    boolean isEstablished() {
        return established;
    }

    /** True when the present connection hears it. */
    boolean isConfirmed() {
        return confirmed;
    }

    /** It is wanted, again or still; completes when it is heard. */
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

    /** True when nobody has wanted it since that moment. */
    boolean isUnwantedSince(long nanos) {
        return !wanted && unwantedNanos == nanos;
    }

    void confirm() {
        confirmed = true;
        established = true;
        waiting.forEach(waiter -> waiter.complete(null));
        waiting.clear();
    }

    /** The connection is gone. */
    void lose(EngineException why) {
        confirmed = false;
        waiting.forEach(waiter -> waiter.completeExceptionally(why));
        waiting.clear();
    }
}
