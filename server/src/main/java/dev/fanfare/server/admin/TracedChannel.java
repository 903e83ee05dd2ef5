package dev.fanfare.server.admin;

import dev.fanfare.core.node.Node;
import dev.fanfare.core.node.ServerSubscription;
import dev.fanfare.core.node.SubscribeResult.Subscribed;
import dev.fanfare.core.session.Subscription;
import dev.fanfare.core.transport.EventLoop;
import dev.fanfare.model.channel.ChannelOptions;
import dev.fanfare.model.channel.Join;
import dev.fanfare.model.channel.Leave;
import dev.fanfare.model.channel.Payload;
import dev.fanfare.model.channel.Publication;
import dev.fanfare.model.channel.Push;
import dev.fanfare.model.client.UnsubscribeReason;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Records the pushes of a traced channel in the trace of one operator, on the operator's node. Confined to its event loop. */
final class TracedChannel implements ServerSubscription {
    private static final Logger LOG = LoggerFactory.getLogger(TracedChannel.class);

    /** Receives the pushes of a channel. */
    @FunctionalInterface
    interface Recorder {
        void record(String name, String channel, @Nullable Payload data);
    }

    private final Recorder recorder;
    private final String channel;
    private @Nullable Subscription subscription;
    private boolean ended;

    private TracedChannel(Recorder recorder, String channel) {
        this.recorder = recorder;
        this.channel = channel;
    }

    /** Follows a channel; returns the action that ends it. Both run on the loop. */
    static Runnable follow(Node node, EventLoop loop, String channel, Recorder recorder) {
        var traced = new TracedChannel(recorder, channel);
        node.subscribe(loop, channel, ChannelOptions.defaults(), null, traced).exceptionally(failure -> {
            LOG.debug("cannot follow a traced channel", failure);
            return null;
        });
        return traced::end;
    }

    private void end() {
        ended = true;
        if (subscription != null) {
            subscription.cancel();
        }
    }

    @Override
    public void onStarted(Subscription started) {
        subscription = started;
        if (ended) {
            started.cancel();
        }
    }

    @Override
    public boolean onPush(Push push) {
        var name = switch (push) {
            case Publication publication -> "publication";
            case Join join -> "join of " + join.info().user();
            case Leave leave -> "leave of " + leave.info().user();
        };
        var data = push instanceof Publication publication ? publication.payload() : null;
        recorder.record(name, channel, data);
        return true;
    }

    @Override
    public void onSubscribed(Subscribed result) {}

    @Override
    public void onUnsubscribed(UnsubscribeReason reason) {
        subscription = null;
    }
}
