package dev.fanfare.app.event;

import dev.fanfare.app.json.InvalidJsonException;
import dev.fanfare.core.concurrent.Attempt;
import dev.fanfare.core.node.Node;
import dev.fanfare.core.node.ServerSubscription;
import dev.fanfare.core.node.SubscribeResult.Subscribed;
import dev.fanfare.core.session.Subscription;
import dev.fanfare.core.transport.EventLoop;
import dev.fanfare.model.channel.ChannelOptions;
import dev.fanfare.model.channel.Payload;
import dev.fanfare.model.channel.Publication;
import dev.fanfare.model.channel.Push;
import dev.fanfare.model.client.UnsubscribeReason;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.function.ObjIntConsumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The events of one channel on this node: one subscription, and all who hear it. {@link #add}, {@link #remove} and
 * {@link #isOver} are called one at a time; the subscription belongs to its loop.
 */
final class EventChannel implements ServerSubscription {
    private static final Logger LOG = LoggerFactory.getLogger(EventChannel.class);

    private final EventLoop loop;
    private final String channel;
    private final Function<Payload, @Nullable Object> reader;
    private final Set<ObjIntConsumer<Object>> members = ConcurrentHashMap.newKeySet();
    private final CompletableFuture<Void> ready = new CompletableFuture<>();
    /** Confined to the loop, as the next. */
    private @Nullable Subscription subscription;

    private boolean cancelled;

    EventChannel(Node node, EventLoop loop, String channel, Function<Payload, @Nullable Object> reader) {
        this.loop = loop;
        this.channel = channel;
        this.reader = reader;
        onLoop(() -> subscribe(node));
    }

    /** True when the engine failed: who joins needs a new one. */
    boolean isOver() {
        return ready.isCompletedExceptionally();
    }

    CompletionStage<Void> add(ObjIntConsumer<Object> member) {
        members.add(member);
        return ready;
    }

    /** True when nobody is left. */
    boolean remove(ObjIntConsumer<Object> member) {
        members.remove(member);
        if (!members.isEmpty()) {
            return false;
        }
        onLoop(this::cancel);
        return true;
    }

    @Override
    public void onStarted(Subscription begun) {
        subscription = begun;
    }

    @Override
    public void onSubscribed(Subscribed result) {}

    @Override
    public void onPush(Push push) {
        if (push instanceof Publication publication) {
            try {
                var event = reader.apply(publication.payload());
                if (event != null) {
                    members.forEach(member -> hand(event, publication.payload().size(), member));
                }
            } catch (InvalidJsonException problem) {
                LOG.warn("an event in {} can't be read and is passed over: {}", channel, problem.getMessage());
            }
        }
    }

    /** A member that fails hinders no other. */
    private void hand(Object event, int bytes, ObjIntConsumer<Object> member) {
        try {
            member.accept(event, bytes);
        } catch (RuntimeException failure) {
            LOG.error("a member of {} could not be given an event", channel, failure);
        }
    }

    /** Not positioned, and nobody's but this one's: it does not end by itself. */
    @Override
    public void onUnsubscribed(UnsubscribeReason reason) {
        LOG.error("the subscription of {} ended: {}", channel, reason);
    }

    /** At once where that is possible, so that a consumer on this loop hears what is sent when its join has returned. */
    private void onLoop(Runnable task) {
        if (loop.inEventLoop()) {
            task.run();
        } else {
            loop.execute(task);
        }
    }

    private void subscribe(Node node) {
        if (cancelled) { // its last member left while this was on its way to the loop
            ready.complete(null);
            return;
        }
        Attempt.of(() -> node.subscribe(loop, channel, ChannelOptions.defaults(), null, this))
                .whenComplete((result, failure) -> {
                    if (failure == null) {
                        ready.complete(null);
                    } else {
                        ready.completeExceptionally(failure);
                    }
                });
    }

    private void cancel() {
        cancelled = true;
        if (subscription != null) {
            subscription.cancel();
        }
    }
}
