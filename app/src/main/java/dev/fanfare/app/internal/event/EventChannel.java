package dev.fanfare.app.internal.event;

import dev.fanfare.app.internal.json.InvalidJsonException;
import dev.fanfare.core.concurrent.Stages;
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
import dev.fanfare.model.monitoring.LogText;
import java.util.Collections;
import java.util.Iterator;
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
 * One subscription to the events of a channel, shared by all its members on one loop. {@link #add}, {@link #remove} and
 * {@link #isFailed} are called one at a time; the subscription is confined to its loop.
 *
 * <p>Events wait in the mailbox of the subscription, which counts in the backlog of the loop. An event is delivered to
 * the members in steps, between which the loop can perform other work.
 */
final class EventChannel implements ServerSubscription {
    private static final Logger LOG = LoggerFactory.getLogger(EventChannel.class);

    /** Members that are served before the time is checked, because event loop handlers may be slow. */
    private static final int STEP_MEMBERS = 16;

    private final EventLoop loop;
    private final String channel;
    private final Function<Payload, @Nullable Object> reader;
    private final Set<ObjIntConsumer<Object>> members = ConcurrentHashMap.newKeySet();
    private final CompletableFuture<Void> ready = new CompletableFuture<>();
    /** Confined to the loop, like the following fields. */
    private @Nullable Subscription subscription;

    private @Nullable Push current;
    /** The event of the current push; null if no member receives it. */
    private @Nullable Object event;
    /** The members that have not received the current event. */
    private Iterator<ObjIntConsumer<Object>> unserved = Collections.emptyIterator();

    private boolean cancelled;

    EventChannel(Node node, EventLoop loop, String channel, Function<Payload, @Nullable Object> reader) {
        this.loop = loop;
        this.channel = channel;
        this.reader = reader;
        onLoop(() -> subscribe(node));
    }

    /** Returns true if the engine failed; a new object is then needed. */
    boolean isFailed() {
        return ready.isCompletedExceptionally();
    }

    CompletionStage<Void> add(ObjIntConsumer<Object> member) {
        members.add(member);
        return ready;
    }

    /** Removes a member; returns true if no member is left. */
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
    public boolean onPush(Push push) {
        if (!(push instanceof Publication publication)) {
            return true;
        }
        if (current != push) {
            current = push;
            event = read(publication);
            unserved = members.iterator();
        }
        var decoded = event;
        if (decoded != null) {
            for (int i = 0; i < STEP_MEMBERS && unserved.hasNext(); i++) {
                deliver(decoded, publication.payload().size(), unserved.next());
            }
            if (unserved.hasNext()) {
                return false;
            }
        }
        current = null;
        event = null;
        unserved = Collections.emptyIterator();
        return true;
    }

    private @Nullable Object read(Publication publication) {
        try {
            return reader.apply(publication.payload());
        } catch (InvalidJsonException problem) {
            LOG.warn(
                    "unreadable event of channel {} dropped: {}",
                    LogText.of(channel),
                    LogText.of(problem.getMessage()));
            return null;
        }
    }

    /** A failure does not affect the other members. A member may have left since the previous step. */
    private void deliver(Object decoded, int bytes, ObjIntConsumer<Object> member) {
        if (!members.contains(member)) {
            return;
        }
        try {
            member.accept(decoded, bytes);
        } catch (RuntimeException failure) {
            LOG.error("cannot deliver an event of channel {} to a member", LogText.of(channel), failure);
        }
    }

    /** Logs an unexpected end: the subscription has no position and is not exposed. */
    @Override
    public void onUnsubscribed(UnsubscribeReason reason) {
        LOG.error("the subscription to the events of {} ended unexpectedly: {}", LogText.of(channel), reason);
    }

    /** Runs immediately on the loop, so that a handler on this loop receives every event sent after its join has returned. */
    private void onLoop(Runnable task) {
        if (loop.inEventLoop()) {
            task.run();
        } else {
            loop.execute(task);
        }
    }

    private void subscribe(Node node) {
        if (cancelled) { // the last member left before this task ran
            ready.complete(null);
            return;
        }
        Stages.call(() -> node.subscribe(loop, channel, ChannelOptions.defaults(), null, this))
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
