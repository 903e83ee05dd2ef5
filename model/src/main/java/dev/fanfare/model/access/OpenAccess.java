package dev.fanfare.model.access;

import dev.fanfare.model.channel.Payload;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Allows everything. Stateless. */
final class OpenAccess implements AccessControl {
    /** Grants the requested channels, because some clients cannot subscribe later. */
    @Override
    public CompletionStage<Admission> connect(ConnectAttempt attempt) {
        Map<String, Grant> requested = new HashMap<>();
        attempt.channels().forEach(channel -> requested.put(channel, Grant.OPEN));
        return CompletableFuture.completedStage(Admission.of("").withChannels(requested));
    }

    @Override
    public CompletionStage<Grant> subscribe(ConnectedClient client, SubscriptionAttempt attempt) {
        return CompletableFuture.completedStage(Grant.OPEN);
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
}
