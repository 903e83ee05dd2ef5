package dev.fanfare.core.fake;

import dev.fanfare.core.port.Broker;
import dev.fanfare.core.port.BrokerListener;
import dev.fanfare.model.channel.ClientInfo;
import dev.fanfare.model.channel.Publication;
import dev.fanfare.model.channel.PublishOptions;
import dev.fanfare.model.channel.PublishResult;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** A broker that accepts everything at once and delivers nothing, for a hub to which the test posts. Immutable. */
public final class IgnoringBroker implements Broker {
    private static final CompletionStage<Void> DONE = CompletableFuture.completedStage(null);

    @Override
    public void start(BrokerListener listener) {}

    @Override
    public CompletionStage<Void> subscribe(String channel) {
        return DONE;
    }

    @Override
    public CompletionStage<Void> unsubscribe(String channel) {
        return DONE;
    }

    @Override
    public CompletionStage<PublishResult> publish(String channel, Publication publication, PublishOptions options) {
        return CompletableFuture.completedStage(new PublishResult.Accepted(null));
    }

    @Override
    public CompletionStage<Void> join(String channel, ClientInfo info) {
        return DONE;
    }

    @Override
    public CompletionStage<Void> leave(String channel, ClientInfo info) {
        return DONE;
    }

    @Override
    public void close() {}
}
