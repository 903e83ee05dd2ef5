package dev.fanfare.server.admin;

import dev.fanfare.core.node.Node;
import dev.fanfare.core.node.ServerSubscription;
import dev.fanfare.core.node.SubscribeResult.Subscribed;
import dev.fanfare.core.session.Subscription;
import dev.fanfare.core.trace.TraceEvent;
import dev.fanfare.core.transport.EventLoop;
import dev.fanfare.model.channel.ChannelOptions;
import dev.fanfare.model.channel.Join;
import dev.fanfare.model.channel.Leave;
import dev.fanfare.model.channel.Publication;
import dev.fanfare.model.channel.Push;
import dev.fanfare.model.client.UnsubscribeReason;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Records the pushes of a traced channel once, on the operator's node. Confined to its event loop. */
final class TracedChannel implements ServerSubscription {
    private static final Logger LOG = LoggerFactory.getLogger(TracedChannel.class);

    private final Node node;
    private final String channel;
    private @Nullable Subscription subscription;
    private boolean ended;

    private TracedChannel(Node node, String channel) {
        this.node = node;
        this.channel = channel;
    }

    /** Follows a channel; returns the action that ends it. Both run on the loop. */
    static Runnable follow(Node node, EventLoop loop, String channel) {
        var traced = new TracedChannel(node, channel);
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
        node.traces().record(null, TraceEvent.Step.PUBLISHED, name, channel, data == null ? 0 : data.size(), "", data);
        return true;
    }

    @Override
    public void onSubscribed(Subscribed result) {}

    @Override
    public void onUnsubscribed(UnsubscribeReason reason) {
        subscription = null;
    }
}
