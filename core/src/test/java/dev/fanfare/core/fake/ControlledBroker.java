package dev.fanfare.core.fake;

import dev.fanfare.core.port.Broker;
import dev.fanfare.core.port.BrokerListener;
import dev.fanfare.model.channel.ClientInfo;
import dev.fanfare.model.channel.Publication;
import dev.fanfare.model.channel.PublishOptions;
import dev.fanfare.model.channel.PublishResult;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * A broker of one node whose subscribes and unsubscribes take effect when the test completes them. Delivers the channels that
 * are subscribed at that time. Thread-safe.
 */
public final class ControlledBroker implements Broker {
    private final Broker memory = Brokers.memory();
    private final Set<String> subscribed = ConcurrentHashMap.newKeySet();
    private final Queue<Call> calls = new ConcurrentLinkedQueue<>();

    /** A subscribe or unsubscribe that waits for its completion by the test. */
    public final class Call {
        private final String channel;
        private final boolean subscribe;
        private final CompletableFuture<Void> done = new CompletableFuture<>();

        private Call(String channel, boolean subscribe) {
            this.channel = channel;
            this.subscribe = subscribe;
        }

        /** Applies the call and completes its stage. */
        public void succeed() {
            if (subscribe) {
                subscribed.add(channel);
            } else {
                subscribed.remove(channel);
            }
            done.complete(null);
        }

        /** Fails the stage without an effect. */
        public void fail(RuntimeException failure) {
            done.completeExceptionally(failure);
        }

        @Override
        public String toString() {
            return (subscribe ? "subscribe " : "unsubscribe ") + channel;
        }
    }

    /** Removes and returns the oldest pending call. */
    public Call take() {
        var call = calls.poll();
        if (call == null) {
            throw new IllegalStateException("no call waits");
        }
        return call;
    }

    /** Returns the pending calls as text: {@code subscribe news}. */
    public List<String> waiting() {
        return calls.stream().map(Call::toString).toList();
    }

    /** True while publications of the channel are delivered. */
    public boolean isSubscribed(String channel) {
        return subscribed.contains(channel);
    }

    @Override
    public void start(BrokerListener listener) {
        memory.start((channel, push) -> {
            if (subscribed.contains(channel)) {
                listener.onPush(channel, push);
            }
        });
    }

    @Override
    public CompletionStage<Void> subscribe(String channel) {
        return call(new Call(channel, true));
    }

    @Override
    public CompletionStage<Void> unsubscribe(String channel) {
        return call(new Call(channel, false));
    }

    @Override
    public CompletionStage<PublishResult> publish(String channel, Publication publication, PublishOptions options) {
        return memory.publish(channel, publication, options);
    }

    @Override
    public CompletionStage<Void> join(String channel, ClientInfo info) {
        return memory.join(channel, info);
    }

    @Override
    public CompletionStage<Void> leave(String channel, ClientInfo info) {
        return memory.leave(channel, info);
    }

    @Override
    public void close() {
        memory.close();
    }

    private CompletionStage<Void> call(Call call) {
        calls.add(call);
        return call.done;
    }
}
