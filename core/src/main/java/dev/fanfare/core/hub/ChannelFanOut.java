package dev.fanfare.core.hub;

import dev.fanfare.core.protocol.PushEncoder;
import dev.fanfare.core.session.Outgoing;
import dev.fanfare.core.transport.EventLoop;
import dev.fanfare.core.transport.Frame;
import dev.fanfare.core.transport.FrameBatch;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One channel on one event loop: the mailbox that publishers fill, and the subscribers that the loop serves from it.
 * {@link #post} is thread-safe; everything else is confined to the loop.
 *
 * <p>All publications that wait when the loop comes by are one batch: encoded once per frame key, joined into one buffer,
 * written to each subscriber once. However many wait, there is one task. After a slice of subscribers the task lets other
 * work of the loop run, and goes on from the cursors of its groups; the next batch begins when this one has reached
 * everybody.
 */
final class ChannelFanOut implements Runnable {
    private static final Logger LOG = LoggerFactory.getLogger(ChannelFanOut.class);
    /** Subscribers served between two looks at the clock. */
    private static final int CLOCK_INTERVAL = 32;

    private final HubShard shard;
    private final String channel;
    private final Queue<Delivery> mailbox = new ConcurrentLinkedQueue<>();
    private final AtomicBoolean scheduled = new AtomicBoolean();
    private final List<SubscriberGroup> groups = new ArrayList<>(1);
    private @Nullable List<Delivery> batch;
    private int members;

    ChannelFanOut(HubShard shard, String channel) {
        this.shard = shard;
        this.channel = channel;
    }

    String channel() {
        return channel;
    }

    /** Puts a push into the mailbox. Thread-safe, never waits. */
    void post(Delivery delivery) {
        shard.backlog().add(delivery.bytes());
        mailbox.add(delivery);
        if (!scheduled.get() && scheduled.compareAndSet(false, true)) {
            shard.loop().execute(this);
        }
    }

    /** Counts a subscriber, pending or active. */
    void retain() {
        members++;
    }

    /** Counts a subscriber that went; the last one closes the channel on this loop. */
    void release() {
        members--;
        if (members == 0) {
            shard.drop(this);
        }
    }

    /** The group of the encoder's frame key. */
    SubscriberGroup group(PushEncoder encoder) {
        for (var group : groups) {
            if (group.encoder().key().equals(encoder.key())) {
                return group;
            }
        }
        var group = new SubscriberGroup(encoder);
        groups.add(group);
        return group;
    }

    @Override
    public void run() {
        if (batch == null) {
            batch = takeBatch();
            groups.removeIf(SubscriberGroup::isEmpty);
            groups.forEach(SubscriberGroup::rewind);
        }
        if (handOut(batch)) {
            batch = null;
            if (mailbox.isEmpty()) {
                scheduled.set(false);
                if (mailbox.isEmpty() || !scheduled.compareAndSet(false, true)) {
                    return;
                }
            }
        }
        shard.loop().execute(this);
    }

    private List<Delivery> takeBatch() {
        var taken = new ArrayList<Delivery>();
        int bytes = 0;
        for (var next = mailbox.peek(); next != null; next = mailbox.peek()) {
            if (!taken.isEmpty() && bytes + next.bytes() > shard.settings().batchBytes()) {
                break;
            }
            taken.add(next);
            bytes += next.bytes();
            mailbox.remove();
        }
        shard.backlog().remove(bytes);
        return taken;
    }

    /** Hands out to one slice of the subscribers; true when the batch has reached everybody. */
    private boolean handOut(List<Delivery> deliveries) {
        var slice = new Slice(shard.loop(), shard.settings());
        // By index: a subscriber that leaves while it is served may not change the list, but one that comes may.
        for (int i = 0; i < groups.size(); i++) {
            var group = groups.get(i);
            if (!group.isServed() && !attempt(deliveries, group, slice)) {
                return false;
            }
        }
        return true;
    }

    /** A failure costs the group at most this batch: the task goes on, or nothing would ever leave the mailbox again. */
    private boolean attempt(List<Delivery> deliveries, SubscriberGroup group, Slice slice) {
        try {
            return handOut(deliveries, group, slice);
        } catch (Throwable failure) {
            LOG.error("clients of {} miss {} pushes", group.encoder().key(), deliveries.size(), failure);
            group.skip();
            return true;
        }
    }

    private boolean handOut(List<Delivery> deliveries, SubscriberGroup group, Slice slice) {
        if (slice.isOver()) {
            return false;
        }
        var pushes = encode(deliveries, group.encoder());
        if (pushes.isEmpty()) {
            group.skip();
            return true;
        }
        try (var joined = shard.loop().join(frames(pushes))) {
            while (!group.isServed()) {
                if (slice.isOver()) {
                    return false;
                }
                slice.spend(serve(group, slice.next(CLOCK_INTERVAL), joined, pushes));
            }
        }
        return true;
    }

    /** One subscriber's failure is nobody else's: the cursor is past it already. */
    private static int serve(SubscriberGroup group, int most, FrameBatch joined, List<Outgoing> pushes) {
        try {
            return group.serve(most, joined, pushes);
        } catch (RuntimeException bug) {
            LOG.error(
                    "a session of {} failed to take publications",
                    group.encoder().key(),
                    bug);
            return most;
        }
    }

    private static List<Frame> frames(List<Outgoing> pushes) {
        return pushes.stream().map(Outgoing::frame).toList();
    }

    private static List<Outgoing> encode(List<Delivery> deliveries, PushEncoder encoder) {
        var pushes = new ArrayList<Outgoing>(deliveries.size());
        for (var delivery : deliveries) {
            try {
                var frame = delivery.frame(encoder);
                if (frame != null) {
                    pushes.add(new Outgoing(frame, delivery.push()));
                }
            } catch (RuntimeException bug) {
                LOG.error("{} failed to encode a push; its clients miss it", encoder.key(), bug);
            }
        }
        return pushes;
    }

    /** How much of its loop one task may take. */
    private static final class Slice {
        private final EventLoop loop;
        private final long endNanos;
        private int subscribersLeft;
        private boolean timeOver;

        Slice(EventLoop loop, HubSettings settings) {
            this.loop = loop;
            this.endNanos = loop.nanoTime() + settings.sliceTime().toNanos();
            this.subscribersLeft = settings.sliceSubscribers();
        }

        boolean isOver() {
            return subscribersLeft <= 0 || timeOver;
        }

        int next(int most) {
            return Math.min(most, subscribersLeft);
        }

        void spend(int subscribers) {
            subscribersLeft -= subscribers;
            timeOver = loop.nanoTime() - endNanos >= 0;
        }
    }
}
