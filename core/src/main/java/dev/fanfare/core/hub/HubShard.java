package dev.fanfare.core.hub;

import dev.fanfare.core.protocol.PushEncoder;
import dev.fanfare.core.session.Session;
import dev.fanfare.core.transport.EventLoop;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletionStage;

/** The part of the hub that belongs to one event loop. Confined to that loop. */
public final class HubShard {
    private final EventLoop loop;
    private final HubSettings settings;
    private final LocalChannels localChannels;
    private final Backlog backlog;
    private final Map<String, ChannelFanOut> fanOuts = new HashMap<>();

    HubShard(EventLoop loop, HubSettings settings, LocalChannels localChannels) {
        this.loop = loop;
        this.settings = settings;
        this.localChannels = localChannels;
        this.backlog = new Backlog(settings.backlogBytes());
    }

    /**
     * Makes a pending subscriber and sees to it that the channel's publications reach this loop. The caller activates it
     * when {@link Pending#ready} has completed, or cancels it when that failed.
     */
    public Pending subscribe(Session session, String channel, PushEncoder encoder) {
        var fanOut = fanOuts.computeIfAbsent(channel, name -> new ChannelFanOut(this, name));
        fanOut.retain();
        return new Pending(new Subscriber(session, fanOut, encoder), localChannels.acquire(fanOut));
    }

    /** A subscriber that is not active yet, and the stage that says when the broker hands out the channel. */
    public record Pending(Subscriber subscriber, CompletionStage<Void> ready) {}

    EventLoop loop() {
        return loop;
    }

    HubSettings settings() {
        return settings;
    }

    Backlog backlog() {
        return backlog;
    }

    /** Forgets a channel that nobody on this loop wants any more. */
    void drop(ChannelFanOut fanOut) {
        fanOuts.remove(fanOut.channel(), fanOut);
        localChannels.release(fanOut);
    }
}
