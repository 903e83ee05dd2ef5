package dev.fanfare.model.access;

import dev.fanfare.model.channel.Payload;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;

/** Runs each blocking decision on its own virtual thread. Thread-safe. */
record VirtualThreadAccess(BlockingAccess decisions) implements AccessControl {
    @Override
    public CompletionStage<Admission> connect(ConnectAttempt attempt) {
        return supply(() -> decisions.connect(attempt));
    }

    @Override
    public CompletionStage<Grant> subscribe(ConnectedClient client, SubscriptionAttempt attempt) {
        return supply(() -> decisions.subscribe(client, attempt));
    }

    @Override
    public CompletionStage<PublishGrant> publish(ConnectedClient client, String channel, Payload data) {
        return supply(() -> decisions.publish(client, channel, data));
    }

    @Override
    public CompletionStage<Void> presence(ConnectedClient client, String channel) {
        return run(() -> decisions.presence(client, channel));
    }

    @Override
    public CompletionStage<Void> history(ConnectedClient client, String channel) {
        return run(() -> decisions.history(client, channel));
    }

    @Override
    public CompletionStage<Payload> rpc(ConnectedClient client, String method, Payload data) {
        return supply(() -> decisions.rpc(client, method, data));
    }

    @Override
    public CompletionStage<Void> message(ConnectedClient client, Payload data) {
        return run(() -> decisions.message(client, data));
    }

    @Override
    public CompletionStage<Expiry> refresh(ConnectedClient client, String token) {
        return supply(() -> decisions.refresh(client, token));
    }

    @Override
    public CompletionStage<Expiry> refreshSubscription(ConnectedClient client, String channel, String token) {
        return supply(() -> decisions.refreshSubscription(client, channel, token));
    }

    @Override
    public CompletionStage<Renewal> renew(ConnectedClient client) {
        return supply(() -> decisions.renew(client));
    }

    @Override
    public CompletionStage<Renewal> renewSubscription(ConnectedClient client, String channel) {
        return supply(() -> decisions.renewSubscription(client, channel));
    }

    private static CompletionStage<Void> run(Runnable decision) {
        return CompletableFuture.runAsync(decision, Thread::startVirtualThread);
    }

    private static <T> CompletionStage<T> supply(Supplier<T> decision) {
        return CompletableFuture.supplyAsync(decision, Thread::startVirtualThread);
    }
}
