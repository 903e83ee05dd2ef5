package dev.fanfare.app;

import dev.fanfare.app.internal.HandlerThreads;
import dev.fanfare.core.node.SubscribeResult.Subscribed;
import dev.fanfare.core.node.SubscriptionHandler;
import dev.fanfare.core.session.Session;
import dev.fanfare.model.channel.Payload;
import dev.fanfare.model.client.UnsubscribeReason;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A direct subscription whose client first gets a message that application code makes, on a virtual thread of its own.
 * Confined to the session's event loop.
 */
final class FirstMessage implements SubscriptionHandler {
    private final Session session;
    private final DirectSubscription subscription;
    private final HandlerThreads threads;
    private final Supplier<Payload> making;
    /** Written by that thread before it says so to the loop. */
    private @Nullable Payload made;

    FirstMessage(Session session, HandlerThreads threads, Supplier<Payload> making) {
        this.session = session;
        this.subscription = new DirectSubscription(session);
        this.threads = threads;
        this.making = making;
    }

    @Override
    public CompletionStage<Void> prepare() {
        var prepared = new CompletableFuture<Void>();
        threads.start(() -> {
            try {
                made = Objects.requireNonNull(making.get(), "there is no first message");
                prepared.complete(null);
            } catch (Throwable failure) {
                prepared.completeExceptionally(failure);
            }
        });
        return prepared;
    }

    @Override
    public void onSubscribed(Subscribed result) {
        var first = Objects.requireNonNull(made, "answered before it was prepared");
        session.send(session.connection().framing().message(first));
        subscription.onSubscribed(result);
    }

    @Override
    public void onUnsubscribed(UnsubscribeReason reason) {
        subscription.onUnsubscribed(reason);
    }
}
