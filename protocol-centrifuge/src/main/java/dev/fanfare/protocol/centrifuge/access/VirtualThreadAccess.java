package dev.fanfare.protocol.centrifuge.access;

import dev.fanfare.model.channel.Payload;
import dev.fanfare.protocol.centrifuge.message.Command;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;

/** Asks functions that may wait, each on a virtual thread of its own. Thread-safe. */
record VirtualThreadAccess(BlockingAccess decisions) implements CentrifugeAccess {
    @Override
    public CompletionStage<Admission> connect(ConnectAttempt attempt) {
        return ask(() -> decisions.connect(attempt));
    }

    @Override
    public CompletionStage<Grant> subscribe(CentrifugeClient client, Command.Subscribe wanted) {
        return ask(() -> decisions.subscribe(client, wanted));
    }

    @Override
    public CompletionStage<PublishGrant> publish(CentrifugeClient client, String channel, Payload data) {
        return ask(() -> decisions.publish(client, channel, data));
    }

    @Override
    public CompletionStage<Void> presence(CentrifugeClient client, String channel) {
        return run(() -> decisions.presence(client, channel));
    }

    @Override
    public CompletionStage<Void> history(CentrifugeClient client, String channel) {
        return run(() -> decisions.history(client, channel));
    }

    @Override
    public CompletionStage<Payload> rpc(CentrifugeClient client, String method, Payload data) {
        return ask(() -> decisions.rpc(client, method, data));
    }

    @Override
    public CompletionStage<Void> message(CentrifugeClient client, Payload data) {
        return run(() -> decisions.message(client, data));
    }

    @Override
    public CompletionStage<Expiry> refresh(CentrifugeClient client, String token) {
        return ask(() -> decisions.refresh(client, token));
    }

    @Override
    public CompletionStage<Expiry> refreshSubscription(CentrifugeClient client, String channel, String token) {
        return ask(() -> decisions.refreshSubscription(client, channel, token));
    }

    @Override
    public CompletionStage<Renewal> renew(CentrifugeClient client) {
        return ask(() -> decisions.renew(client));
    }

    @Override
    public CompletionStage<Renewal> renewSubscription(CentrifugeClient client, String channel) {
        return ask(() -> decisions.renewSubscription(client, channel));
    }

    private static CompletionStage<Void> run(Runnable question) {
        return CompletableFuture.runAsync(question, Thread::startVirtualThread);
    }

    private static <T> CompletionStage<T> ask(Supplier<T> question) {
        return CompletableFuture.supplyAsync(question, Thread::startVirtualThread);
    }
}
