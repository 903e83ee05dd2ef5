package dev.fanfare.server.access;

import dev.fanfare.model.channel.Payload;
import dev.fanfare.protocol.centrifuge.access.Admission;
import dev.fanfare.protocol.centrifuge.access.CentrifugeAccess;
import dev.fanfare.protocol.centrifuge.access.CentrifugeClient;
import dev.fanfare.protocol.centrifuge.access.ConnectAttempt;
import dev.fanfare.protocol.centrifuge.access.Expiry;
import dev.fanfare.protocol.centrifuge.access.Grant;
import dev.fanfare.protocol.centrifuge.access.PublishGrant;
import dev.fanfare.protocol.centrifuge.access.Renewal;
import dev.fanfare.protocol.centrifuge.message.Command;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;

/**
 * Leaves each decision to the rules of the moment. Immutable, thread-safe as they are.
 *
 * @param rules may give others from one call to the next
 */
public record CurrentAccess(Supplier<? extends CentrifugeAccess> rules) implements CentrifugeAccess {
    @Override
    public CompletionStage<Admission> connect(ConnectAttempt attempt) {
        return rules.get().connect(attempt);
    }

    @Override
    public CompletionStage<Grant> subscribe(CentrifugeClient client, Command.Subscribe wanted) {
        return rules.get().subscribe(client, wanted);
    }

    @Override
    public CompletionStage<PublishGrant> publish(CentrifugeClient client, String channel, Payload data) {
        return rules.get().publish(client, channel, data);
    }

    @Override
    public CompletionStage<Void> presence(CentrifugeClient client, String channel) {
        return rules.get().presence(client, channel);
    }

    @Override
    public CompletionStage<Void> history(CentrifugeClient client, String channel) {
        return rules.get().history(client, channel);
    }

    @Override
    public CompletionStage<Payload> rpc(CentrifugeClient client, String method, Payload data) {
        return rules.get().rpc(client, method, data);
    }

    @Override
    public CompletionStage<Void> message(CentrifugeClient client, Payload data) {
        return rules.get().message(client, data);
    }

    @Override
    public CompletionStage<Expiry> refresh(CentrifugeClient client, String token) {
        return rules.get().refresh(client, token);
    }

    @Override
    public CompletionStage<Expiry> refreshSubscription(CentrifugeClient client, String channel, String token) {
        return rules.get().refreshSubscription(client, channel, token);
    }

    @Override
    public CompletionStage<Renewal> renew(CentrifugeClient client) {
        return rules.get().renew(client);
    }

    @Override
    public CompletionStage<Renewal> renewSubscription(CentrifugeClient client, String channel) {
        return rules.get().renewSubscription(client, channel);
    }
}
