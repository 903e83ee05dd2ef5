package dev.fanfare.engine.redis;

import dev.fanfare.core.port.BrokerListener;
import dev.fanfare.core.port.EpochSource;
import dev.fanfare.core.port.HistoryBroker;
import dev.fanfare.model.channel.ClientInfo;
import dev.fanfare.model.channel.EngineException;
import dev.fanfare.model.channel.HistoryRetention;
import dev.fanfare.model.channel.Publication;
import dev.fanfare.model.channel.PublishOptions;
import dev.fanfare.model.channel.PublishResult;
import dev.fanfare.model.channel.StreamPosition;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A broker with history for many nodes. Thread-safe.
 *
 * <p>Pushes are decoded and delivered on the single loop of the connections, in the order of arrival.
 */
final class RedisBroker implements HistoryBroker {
    private final Shards shards;
    private final Histories histories;
    private volatile @Nullable BrokerListener listener;

    RedisBroker(Shards shards, EpochSource epochs) {
        this.shards = shards;
        this.histories = new Histories(shards, epochs);
    }

    @Override
    public void start(BrokerListener newListener) {
        listener = newListener;
        shards.all().forEach(shard -> shard.onInterrupted(() -> interrupted(shard)));
    }

    @Override
    public CompletionStage<Void> subscribe(String channel) {
        return whenOpen(() -> {
            var shard = shards.of(channel);
            return shard.link().subscribe(shard.keys().push(channel), message -> handOver(shard, channel, message));
        });
    }

    /** Completes at once; the server is informed later. */
    @Override
    public CompletionStage<Void> unsubscribe(String channel) {
        return whenOpen(() -> {
            var shard = shards.of(channel);
            shard.link().unsubscribe(shard.keys().push(channel));
            return CompletableFuture.completedStage(null);
        });
    }

    @Override
    public CompletionStage<PublishResult> publish(String channel, Publication publication, PublishOptions options) {
        return whenOpen(() -> {
            boolean isMessage = options.retention() == null && options.idempotencyKey() == null;
            return shards.of(channel)
                    .publish(
                            isMessage
                                    ? Outgoing.message(channel, Envelope.message(publication))
                                    : new Outgoing(channel, Envelope.body(publication), options));
        });
    }

    @Override
    public CompletionStage<Void> join(String channel, ClientInfo info) {
        return whenOpen(() -> send(channel, Envelope.join(info)));
    }

    @Override
    public CompletionStage<Void> leave(String channel, ClientInfo info) {
        return whenOpen(() -> send(channel, Envelope.leave(info)));
    }

    @Override
    public CompletionStage<HistoryPage> history(String channel, HistoryQuery query) {
        return whenOpen(() -> histories.read(channel, query));
    }

    @Override
    public CompletionStage<HistoryPage> missed(String channel, StreamPosition since, int limit) {
        return whenOpen(() -> histories.missed(channel, since, limit));
    }

    @Override
    public CompletionStage<StreamPosition> position(String channel, HistoryRetention retention) {
        return whenOpen(() -> histories.position(channel, retention));
    }

    @Override
    public CompletionStage<Void> removeHistory(String channel) {
        return whenOpen(() -> histories.remove(channel));
    }

    /** Stops delivery; the engine closes the connections. */
    @Override
    public void close() {
        listener = null;
    }

    private void interrupted(Shard shard) {
        var to = listener;
        if (to != null) {
            to.onInterrupted(channel -> shards.of(channel) == shard);
        }
    }

    private void handOver(Shard shard, String channel, byte[] message) {
        var to = listener;
        if (to == null) {
            return;
        }
        var push = Envelope.push(message);
        if (push instanceof Publication publication && publication.position() != null) {
            shard.guard().pushed(channel, publication.position());
        }
        to.onPush(channel, push);
    }

    private CompletionStage<Void> send(String channel, byte[] message) {
        return shards.of(channel).publish(Outgoing.message(channel, message)).thenAccept(accepted -> {});
    }

    private <T> CompletionStage<T> whenOpen(Supplier<CompletionStage<T>> call) {
        return listener == null
                ? CompletableFuture.failedStage(new EngineException("the Redis broker is closed or not started"))
                : call.get();
    }
}
