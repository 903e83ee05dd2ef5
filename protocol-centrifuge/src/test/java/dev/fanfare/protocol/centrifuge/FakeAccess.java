package dev.fanfare.protocol.centrifuge;

import dev.fanfare.model.channel.Payload;
import dev.fanfare.protocol.centrifuge.access.Admission;
import dev.fanfare.protocol.centrifuge.access.CentrifugeAccess;
import dev.fanfare.protocol.centrifuge.access.CentrifugeClient;
import dev.fanfare.protocol.centrifuge.access.ConnectAttempt;
import dev.fanfare.protocol.centrifuge.access.Grant;
import dev.fanfare.protocol.centrifuge.access.PublishGrant;
import dev.fanfare.protocol.centrifuge.message.Command;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;

/** Decides as the test says, and else lets everybody do everything. */
final class FakeAccess implements CentrifugeAccess {
    Supplier<CompletionStage<Admission>> admission = () -> CompletableFuture.completedStage(Admission.of("ann"));
    Supplier<CompletionStage<Grant>> grant = () -> CompletableFuture.completedStage(Grant.OPEN);
    Supplier<CompletionStage<Payload>> result = () -> CompletableFuture.completedStage(Payload.text("result"));

    @Override
    public CompletionStage<Admission> connect(ConnectAttempt attempt) {
        return admission.get();
    }

    @Override
    public CompletionStage<Grant> subscribe(CentrifugeClient client, Command.Subscribe wanted) {
        return grant.get();
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
    public CompletionStage<Payload> rpc(CentrifugeClient client, String method, Payload data) {
        return result.get();
    }
}
