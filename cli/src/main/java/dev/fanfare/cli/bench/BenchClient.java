package dev.fanfare.cli.bench;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.util.collection.IntObjectHashMap;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** One client over all its connections. Confined to its event loop, except where noted. */
final class BenchClient {
    private enum State {
        CONNECTING,
        SUBSCRIBED,
        CLOSED
    }

    private final RunContext context;
    private final int id;
    private final int[] channels;
    private final boolean slow;
    private final Marker marker = new Marker();
    private final IntObjectHashMap<StreamTracker> trackers = new IntObjectHashMap<>();
    /** The trackers of earlier connections. */
    private final List<StreamTracker> ended = new ArrayList<>();

    private Consumer<StreamState> delivered = stream -> {};

    private State state = State.CLOSED;
    private @Nullable Channel channel;
    private long connectStart;
    private int connections;
    private boolean leaving;

    /**
     * Creates a client.
     *
     * @param channels the channels it subscribes to; none for a client that only publishes
     */
    BenchClient(RunContext context, int id, int... channels) {
        this.context = context;
        this.id = id;
        this.channels = channels;
        this.slow = channels.length > 0 && context.plan.isSlow(id);
    }

    int id() {
        return id;
    }

    /** Sets the action when a publication has reached all subscribers in a closed loop. Called before the client connects. */
    void onDelivered(Consumer<StreamState> action) {
        delivered = action;
    }

    RunContext context() {
        return context;
    }

    int[] channels() {
        return channels;
    }

    boolean isSlow() {
        return slow;
    }

    /** Whether the client subscribes; otherwise it only publishes. */
    boolean isSubscriber() {
        return channels.length > 0;
    }

    /** A connection starts. */
    void connecting() {
        state = State.CONNECTING;
        leaving = false;
        connectStart = System.nanoTime();
        connections++;
    }

    /** The connection is established. */
    void attach(Channel connected) {
        channel = connected;
    }

    Channel channel() {
        if (channel == null) {
            throw new IllegalStateException("client " + id + " is not connected");
        }
        return channel;
    }

    boolean isSubscribed() {
        return state == State.SUBSCRIBED;
    }

    boolean isWritable() {
        return isSubscribed() && channel().isWritable();
    }

    /** All subscriptions are confirmed, or the protocol confirms none. */
    void subscribed(boolean confirmed) {
        if (state != State.CONNECTING) {
            return;
        }
        state = State.SUBSCRIBED;
        RunStats.record(context.stats.connectTime, System.nanoTime() - connectStart);
        for (int each : channels) {
            if (!slow) {
                track(each, confirmed || connections == 1);
            }
        }
        if (slow) {
            channel().config().setAutoRead(false);
        }
        context.listener.subscribed(this);
    }

    private void track(int ofChannel, boolean confirmed) {
        int step = context.plan.load().channels();
        for (int index = ofChannel; index < context.streams.size(); index += step) {
            var stream = context.streams.get(index);
            stream.addSubscriber();
            trackers.put(index, confirmed ? StreamTracker.fromNow(stream) : StreamTracker.fromFirstDelivery(stream));
        }
    }

    /** Records the publications in a part of a message; returns whether there were any. */
    boolean deliveries(ByteBuf buffer, int from, int to) {
        int at = marker.find(buffer, from, to);
        boolean found = at >= 0;
        if (found) {
            long now = System.nanoTime();
            for (; at >= 0; at = marker.find(buffer, at, to)) {
                deliver(now);
            }
        }
        return found;
    }

    private void deliver(long now) {
        var stats = context.stats;
        if (marker.run() != context.run) {
            stats.foreign.increment();
            return;
        }
        var tracker = trackers.get(marker.stream());
        if (tracker == null) {
            if (isSubscriber() && !slow) {
                stats.unexpected.increment();
            }
            return;
        }
        switch (tracker.accept(marker.sequence())) {
            case DUPLICATE -> {
                stats.duplicates.increment();
                return;
            }
            case LATE -> stats.outOfOrder.increment();
            case NEW -> {
                // in order, or after a gap that later publications may close
            }
        }
        stats.deliveries.increment();
        if (context.isMeasured(marker.time())) {
            RunStats.record(stats.latency, now - marker.time());
        }
        if (tracker.stream().delivered(marker.sequence())) {
            delivered.accept(tracker.stream());
        }
    }

    /** Closes the connection on purpose, so that its end is no error. A client that is reconnecting is left alone. */
    void leaveIfSubscribed() {
        if (isSubscribed()) {
            leaving = true;
            channel().close();
        }
    }

    boolean isLeaving() {
        return leaving;
    }

    /** Ends the connection because of a failure. */
    void fail(String reason) {
        closed(reason);
        if (channel != null) {
            channel.close();
        }
    }

    /** The connection has ended. The first reason counts. */
    void closed(String reason) {
        if (state == State.CLOSED || context.isEnded()) {
            return;
        }
        boolean wasSubscribed = isSubscribed();
        state = State.CLOSED;
        for (var tracker : trackers.values()) {
            tracker.stream().removeSubscriber();
            tracker.end();
            ended.add(tracker);
        }
        trackers.clear();
        context.listener.closed(this, wasSubscribed, reason);
    }

    /** Whether the client has received everything that it should have. */
    boolean isComplete() {
        return trackers.values().stream().allMatch(StreamTracker::isComplete);
    }

    /** The trackers of current subscriptions. */
    Iterable<StreamTracker> current() {
        return trackers.values();
    }

    /** The trackers of subscriptions that ended with their connection. */
    List<StreamTracker> ended() {
        return ended;
    }
}
