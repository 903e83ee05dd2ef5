package dev.fanfare.protocol.centrifuge;

import dev.fanfare.model.access.AccessControl;
import dev.fanfare.model.access.Admission;
import dev.fanfare.model.access.ConnectAttempt;
import dev.fanfare.model.access.ConnectedClient;
import dev.fanfare.model.access.Grant;
import dev.fanfare.model.access.PublishGrant;
import dev.fanfare.model.access.SubscriptionAttempt;
import dev.fanfare.model.channel.Payload;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;

/** Returns the decisions of the test; by default, all requests are allowed. */
final class FakeAccess implements AccessControl {
    Supplier<CompletionStage<Admission>> admission = () -> CompletableFuture.completedStage(Admission.of("ann"));
    Supplier<CompletionStage<Grant>> grant = () -> CompletableFuture.completedStage(Grant.OPEN);
    Supplier<CompletionStage<Payload>> result = () -> CompletableFuture.completedStage(Payload.text("result"));

    @Override
    public CompletionStage<Admission> connect(ConnectAttempt attempt) {
        return admission.get();
    }

    @Override
    public CompletionStage<Grant> subscribe(ConnectedClient client, SubscriptionAttempt attempt) {
        return grant.get();
    }

    @Override
    public CompletionStage<PublishGrant> publish(ConnectedClient client, String channel, Payload data) {
        return CompletableFuture.completedStage(PublishGrant.of(data));
    }

    @Override
    public CompletionStage<Void> presence(ConnectedClient client, String channel) {
        return CompletableFuture.completedStage(null);
    }

    @Override
    public CompletionStage<Void> history(ConnectedClient client, String channel) {
        return CompletableFuture.completedStage(null);
    }

    @Override
    public CompletionStage<Payload> rpc(ConnectedClient client, String method, Payload data) {
        return result.get();
    }
}
