package dev.fanfare.engine.redis;

import dev.fanfare.core.fake.ThreadedLoop;
import dev.fanfare.core.node.Node;
import dev.fanfare.core.node.Recovery;
import dev.fanfare.core.node.ServerSubscription;
import dev.fanfare.core.node.SubscribeResult.Subscribed;
import dev.fanfare.core.session.Subscription;
import dev.fanfare.model.channel.ChannelOptions;
import dev.fanfare.model.channel.Publication;
import dev.fanfare.model.channel.Push;
import dev.fanfare.model.channel.StreamPosition;
import dev.fanfare.model.client.UnsubscribeReason;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/**
 * Reads a channel on a node, and subscribes again from its position when the subscription has ended or failed. Confined to its
 * loop, except for the publications read, which any thread can access.
 */
final class ReturningReader {
    private static final Duration RETRY = Duration.ofMillis(100);

    /** A publication and its position. */
    record Read(String text, StreamPosition position) {}

    private final Node node;
    private final ThreadedLoop loop;
    private final String channel;
    private final ChannelOptions options;
    private final List<Read> all = new CopyOnWriteArrayList<>();
    private final List<Recovery> recoveries = new CopyOnWriteArrayList<>();
    private final List<String> faults = new CopyOnWriteArrayList<>();
    private @Nullable StreamPosition position;
    private @Nullable Subscription subscription;
    private boolean wanted = true;
    private volatile boolean subscribed;

    ReturningReader(Node node, ThreadedLoop loop, String channel, ChannelOptions options) {
        this.node = node;
        this.loop = loop;
        this.channel = channel;
        this.options = options;
        loop.execute(this::subscribe);
    }

    /** Unsubscribes and immediately subscribes again. */
    void flap() {
        loop.execute(() -> {
            cancel();
            subscribe();
        });
    }

    void stop() {
        loop.execute(() -> {
            wanted = false;
            cancel();
        });
    }

    /** Subscribes again from its position after {@link #stop}. */
    void resume() {
        loop.execute(() -> {
            wanted = true;
            subscribe();
        });
    }

    boolean isSubscribed() {
        return subscribed;
    }

    List<Read> all() {
        return new ArrayList<>(all);
    }

    List<String> texts() {
        return all.stream().map(Read::text).toList();
    }

    /** The outcome of each return. */
    List<Recovery> recoveries() {
        return List.copyOf(recoveries);
    }

    /** The publications received out of order. */
    List<String> faults() {
        return List.copyOf(faults);
    }

    private void subscribe() {
        if (!wanted) {
            return;
        }
        var attempt = new Attempt();
        node.subscribe(loop, channel, options, position, attempt).whenComplete((result, failure) -> {
            if (failure != null) {
                loop.schedule(RETRY, this::subscribe);
            }
        });
    }

    private void cancel() {
        subscribed = false;
        if (subscription != null) {
            subscription.cancel();
            subscription = null;
        }
    }

    private void read(Publication publication) {
        var next = publication.position();
        if (next == null || position == null) {
            faults.add("no position at " + publication);
            return;
        }
        if (!next.epoch().equals(position.epoch()) || next.offset() != position.offset() + 1) {
            faults.add(next + " after " + position);
        }
        position = next;
        all.add(new Read(publication.payload().text(), next));
    }

    /** One subscription. A push of an earlier one is a fault. */
    private final class Attempt implements ServerSubscription {
        private @Nullable Subscription mine;

        @Override
        public void onStarted(Subscription began) {
            mine = began;
            subscription = began;
        }

        @Override
        public void onSubscribed(Subscribed result) {
            recoveries.add(result.recovery());
            var since = position;
            var start = result.position();
            // A recovered reader advances from its own offset, in the current epoch.
            position = result.recovery() == Recovery.RECOVERED && since != null && start != null
                    ? new StreamPosition(start.epoch(), since.offset())
                    : start;
            result.publications().forEach(ReturningReader.this::read);
            subscribed = true;
        }

        @Override
        public boolean onPush(Push push) {
            if (mine != subscription) {
                faults.add("a push after the end: " + push);
            } else if (push instanceof Publication publication) {
                read(publication);
            }
            return true;
        }

        @Override
        public void onUnsubscribed(UnsubscribeReason reason) {
            subscribed = false;
            subscription = null;
            loop.execute(ReturningReader.this::subscribe);
        }
    }
}
