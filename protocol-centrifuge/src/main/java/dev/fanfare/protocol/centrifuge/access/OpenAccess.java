package dev.fanfare.protocol.centrifuge.access;

import dev.fanfare.model.channel.Payload;
import dev.fanfare.protocol.centrifuge.message.Command;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Everybody may do everything. Stateless. */
final class OpenAccess implements CentrifugeAccess {
    /** Those who can't subscribe by themselves get the channels that they wish for. */
    @Override
    public CompletionStage<Admission> connect(ConnectAttempt attempt) {
        Map<String, Grant> wished = new HashMap<>();
        attempt.command().subs().keySet().forEach(channel -> wished.put(channel, Grant.OPEN));
        return CompletableFuture.completedStage(Admission.of("").withChannels(wished));
    }

    @Override
    public CompletionStage<Grant> subscribe(CentrifugeClient client, Command.Subscribe wanted) {
        return CompletableFuture.completedStage(Grant.OPEN);
    }

    @Override
    public CompletionStage<PublishGrant> publish(CentrifugeClient client, String channel, Payload data) {
        return CompletableFuture.completedStage(PublishGrant.of(data));
    }

    @Override
    public CompletionStage<Void> presence(CentrifugeClient client, String channel) {
        return CompletableFuture.completedStage(null);
    }

    @Override
    public CompletionStage<Void> history(CentrifugeClient client, String channel) {
        return CompletableFuture.completedStage(null);
    }
}
