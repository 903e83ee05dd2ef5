package dev.fanfare.core.memory;

import dev.fanfare.core.channel.ClientInfo;
import dev.fanfare.core.channel.Join;
import dev.fanfare.core.channel.Leave;
import dev.fanfare.core.channel.Publication;
import dev.fanfare.core.channel.Push;
import dev.fanfare.core.port.Broker;
import dev.fanfare.core.port.BrokerListener;
import dev.fanfare.core.port.EngineException;
import dev.fanfare.core.port.PublishOptions;
import dev.fanfare.core.port.PublishResult;
import java.util.Arrays;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * A broker for one node, without history. Thread-safe.
 *
 * <p>Hand-out is under a lock striped by channel, which makes the one order of each channel; it is the only lock between
 * a publisher and the mailboxes, and nothing is encoded or written under it.
 */
public final class MemoryBroker implements Broker {
    private static final int STRIPES = 64;
    private static final CompletionStage<Void> DONE = CompletableFuture.completedStage(null);
    private static final CompletionStage<PublishResult> ACCEPTED =
            CompletableFuture.completedStage(new PublishResult.Accepted(null));

    private final ReentrantLock[] stripes = new ReentrantLock[STRIPES];
    private volatile @Nullable BrokerListener listener;

    public MemoryBroker() {
        Arrays.setAll(stripes, stripe -> new ReentrantLock());
    }

    @Override
    public void start(BrokerListener newListener) {
        listener = newListener;
    }

    /** Completes at once: all channels of the one node are handed out. */
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
        if (!options.equals(PublishOptions.NONE)) {
            return CompletableFuture.failedStage(
                    new EngineException("the memory engine without history does not offer " + options));
        }
        return handOut(channel, publication, ACCEPTED);
    }

    @Override
    public CompletionStage<Void> join(String channel, ClientInfo info) {
        return handOut(channel, new Join(info), DONE);
    }

    @Override
    public CompletionStage<Void> leave(String channel, ClientInfo info) {
        return handOut(channel, new Leave(info), DONE);
    }

    @Override
    public void close() {
        listener = null;
    }

    private <T> CompletionStage<T> handOut(String channel, Push push, CompletionStage<T> answer) {
        var stripe = stripes[spread(channel.hashCode()) % STRIPES];
        stripe.lock();
        try {
            var to = listener;
            if (to == null) {
                return CompletableFuture.failedStage(new EngineException("the memory engine is closed"));
            }
            to.onPush(channel, push);
            return answer;
        } finally {
            stripe.unlock();
        }
    }

    private static int spread(int hash) {
        return (hash ^ (hash >>> 16)) & Integer.MAX_VALUE;
    }
}
