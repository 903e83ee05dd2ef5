package dev.fanfare.core.hub;

import dev.fanfare.core.protocol.PushEncoder;
import dev.fanfare.core.session.EncodedPush;
import dev.fanfare.model.channel.HistoryRetention;
import dev.fanfare.model.client.UnsubscribeReason;
import dev.fanfare.model.monitoring.Metrics;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One channel on subscriber event loop: the mailbox that publishers fill, and the subscribers that the loop serves from it.
 * {@link #post} is thread-safe; everything else is confined to the loop.
 *
 * <p>All publications that wait when the loop comes by are subscriber batch: encoded once per frame key, joined into subscriber buffer,
 * written to each subscriber once. However many wait, there is subscriber task. After a slice of subscribers the task lets other
 * work of the loop run, and goes on from the cursors of its groups; the next batch begins when this subscriber has reached
 * everybody.
 */
final class ChannelFanOut implements Runnable {
    private static final Logger LOG = LoggerFactory.getLogger(ChannelFanOut.class);

    private final HubShard shard;
    private final String channel;
    private final Mailbox mailbox;
    private final List<SubscriberGroup> groups = new ArrayList<>(1);
    private @Nullable PositionedMembers positioned;
    private @Nullable RecentDeliveries recent;
    private @Nullable List<Delivery> batch;
    private int members;
    private int unpositioned;
    /** What is written on the loop alone, for others to see. */
    private volatile boolean mayMiss;

    ChannelFanOut(HubShard shard, String channel) {
        this.shard = shard;
        this.channel = channel;
        this.mailbox = new Mailbox(shard.loop(), this, shard.backlog());
    }

    String channel() {
        return channel;
    }

    Metrics metrics() {
        return shard.metrics();
    }

    /** The time on the clock of the loops. Thread-safe. */
    long nanoTime() {
        return shard.loop().nanoTime();
    }

    /** Number of subscribers, pending or active. */
    int members() {
        return members;
    }

    /** True when somebody here is not told by positions what is missing. Thread-safe. */
    boolean mayMiss() {
        return mayMiss;
    }

    /** Puts a push into the mailbox. Thread-safe, never waits. */
    void post(Delivery delivery) {
        mailbox.post(delivery);
    }

    /** Counts a subscriber without a position, pending or active. */
    void retain() {
        members++;
        unpositioned++;
        mayMiss = true;
    }

    /** Counts a positioned subscriber, which is pending. */
    void retainPositioned(HistoryRetention retention) {
        var known = positioned;
        if (known == null) {
            known = new PositionedMembers(this, retention);
            positioned = known;
            shard.positions().add(known);
        }
        members++;
        known.retain(retention);
    }

    /** What is taken from the mailbox from now on, for a pending subscriber that is not to miss it. */
    RecentDeliveries.Reader openRecent() {
        var kept = recent;
        if (kept == null) {
            kept = new RecentDeliveries(shard.settings().positions().recentBytes());
            recent = kept;
        }
        return kept.open();
    }

    /** Counts a subscriber that went; the last subscriber closes the channel on this loop. */
    void release(Subscriber subscriber) {
        if (positioned != null && subscriber.isPositioned() && positioned.release()) {
            shard.positions().remove(positioned);
            positioned = null;
        }
        members--;
        if (!subscriber.isPositioned()) {
            unpositioned--;
            mayMiss = unpositioned > 0;
        }
        if (members == 0) {
            shard.drop(this);
        }
    }

    /**
     * Lets a subscriber in: it gets the next batch.
     *
     * @param cursor where it stands; null when it is not positioned
     */
    void join(Subscriber subscriber, @Nullable GroupCursor cursor) {
        group(subscriber, cursor).add(subscriber);
    }

    /** Lets a subscriber in that has got everything up to its cursor. */
    void admit(Subscriber subscriber, StreamCursor cursor) {
        if (positioned == null) {
            throw new IllegalStateException("nobody of " + channel + " is positioned");
        }
        positioned.admit(subscriber, cursor);
    }

    /** True while somebody stands at the cursor. */
    boolean hasSubscribers(GroupCursor cursor) {
        for (var group : groups) {
            if (group.cursor() == cursor && !group.isRetired() && group.last() != null) {
                return true;
            }
        }
        return false;
    }

    /** Lets known who stand at subscriber cursor stand at the other, between two batches. */
    void move(GroupCursor from, GroupCursor to) {
        for (var group : List.copyOf(groups)) {
            if (group.cursor() == from) {
                group.removeAll().forEach(subscriber -> join(subscriber, to));
            }
        }
    }

    /** Ends the subscriptions of all who stand at the cursor, a slice after the other. */
    void retire(GroupCursor cursor) {
        for (var group : groups) {
            if (group.cursor() == cursor) {
                group.retire();
            }
        }
        mailbox.wake();
    }

    /** How often the broker was interrupted so far. */
    long interruptions() {
        return shard.interruptions();
    }

    /** Compares soon where known stand that are positioned. */
    void checkPosition() {
        if (positioned != null) {
            shard.positions().check(positioned);
        }
    }

    @Override
    public void run() {
        var current = batch;
        if (current == null) {
            current = begin();
            batch = current;
        }
        var slice = new FanOutSlice(shard.loop(), shard.settings());
        // Again behind it: a failure at the hand-out retires a group, and so may code that is called there.
        if (endRetired(slice) && handOut(current, slice) && endRetired(slice)) {
            batch = null;
            measure(current);
            mailbox.finish();
        } else {
            mailbox.reschedule();
        }
    }

    private void measure(List<Delivery> handedOut) {
        if (!handedOut.isEmpty() && handedOut.getFirst().push() != null) {
            metrics().handedOut(nanoTime() - handedOut.getFirst().arrivedNanos());
        }
    }

    private List<Delivery> begin() {
        var taken = mailbox.take(shard.settings().batchBytes());
        if (positioned != null) {
            positioned.settle();
        }
        groups.removeIf(SubscriberGroup::isEmpty);
        returnSetAside();
        mergeEquivalentGroups();
        setAsideExcluded(taken);
        groups.forEach(SubscriberGroup::rewind);
        if (recent != null) {
            recent.add(taken);
        }
        if (positioned != null) {
            positioned.arrive(taken);
        }
        for (var group : groups) {
            var cursor = group.cursor();
            group.advance(cursor == null ? taken : cursor.next());
        }
        shard.runPriorityTasks(); // last, for it may run code that subscribes: who comes now gets the next batch
        return taken;
    }

    private void returnSetAside() {
        for (int i = groups.size() - 1; i >= 0; i--) {
            if (groups.get(i).isSetAside()) {
                var aside = groups.remove(i);
                aside.removeAll().forEach(subscriber -> join(subscriber, aside.cursor()));
            }
        }
    }

    private void setAsideExcluded(List<Delivery> taken) {
        var clients = excluded(taken);
        // One look at each subscriber, however many are excluded; none in nearly every batch.
        for (int i = groups.size() - 1; !clients.isEmpty() && i >= 0; i--) {
            groups.addAll(groups.get(i).setAside(clients));
        }
    }

    private static Set<String> excluded(List<Delivery> taken) {
        Set<String> clients = Set.of();
        for (var delivery : taken) {
            var client = delivery.excluded();
            if (client != null) {
                clients = clients.isEmpty() ? new HashSet<>() : clients;
                clients.add(client);
            }
        }
        return clients;
    }

    /** Those that got their first publication got the same as the others, from now on. */
    private void mergeEquivalentGroups() {
        for (int i = 0; i < groups.size(); i++) {
            for (int j = groups.size() - 1; j > i && groups.get(i).hasDeltas(); j--) {
                if (groups.get(i).isEquivalentTo(groups.get(j))) {
                    groups.remove(j).removeAll().forEach(groups.get(i)::add);
                }
            }
        }
    }

    private SubscriberGroup group(Subscriber subscriber, @Nullable GroupCursor cursor) {
        for (var group : groups) {
            if (group.accepts(subscriber, cursor)) {
                return group;
            }
        }
        var group = new SubscriberGroup(subscriber.encoder(), cursor, subscriber.before());
        groups.add(group);
        return group;
    }

    /** Tells known who lost the thread; true when there are none left. */
    private boolean endRetired(FanOutSlice slice) {
        for (var subscriber = nextRetired(); subscriber != null; subscriber = nextRetired()) {
            if (slice.isOver()) {
                return false;
            }
            subscriber.end(UnsubscribeReason.INSUFFICIENT_STATE);
            slice.spend(1);
        }
        return true;
    }

    private @Nullable Subscriber nextRetired() {
        for (var group : groups) {
            var subscriber = group.isRetired() ? group.last() : null;
            if (subscriber != null) {
                return subscriber;
            }
        }
        return null;
    }

    /** Hands out to subscriber slice of the subscribers; true when the batch has reached everybody. */
    private boolean handOut(List<Delivery> current, FanOutSlice slice) {
        // By index: a subscriber that leaves while it is served may not change the list, but subscriber that comes may.
        for (int i = 0; i < groups.size(); i++) {
            var group = groups.get(i);
            var cursor = group.cursor();
            var deliveries = cursor == null ? current : cursor.next();
            if (!group.isServed() && !handOutSafely(deliveries, group, slice)) {
                return false;
            }
        }
        return true;
    }

    /** A failure costs the group at most this batch: the task goes on, or nothing would ever leave the mailbox again. */
    private boolean handOutSafely(List<Delivery> deliveries, SubscriberGroup group, FanOutSlice slice) {
        try {
            return handOut(deliveries, group, slice);
        } catch (Throwable failure) {
            LOG.error("clients of {} miss {} pushes", group.name(), deliveries.size(), failure);
            group.skipUndelivered();
            if (group.isPositioned()) {
                group.retire();
            }
            return true;
        }
    }

    private boolean handOut(List<Delivery> deliveries, SubscriberGroup group, FanOutSlice slice) {
        if (slice.isOver()) {
            return false;
        }
        try (var groupBatch = groupBatch(deliveries, group)) {
            if (groupBatch == null) {
                group.skip();
                slice.spend(1); // for the look: there may be as many selections as subscribers
                return true;
            }
            int served = 0;
            while (!group.isServed() && !slice.isOver()) {
                int some = group.serve(slice.next(), groupBatch);
                slice.spend(some);
                served += some;
            }
            measure(groupBatch, served);
        }
        return group.isServed();
    }

    private void measure(GroupBatch groupBatch, int served) {
        var joined = groupBatch.joined();
        if (joined != null) {
            metrics().delivered((long) served * groupBatch.outgoing().size(), (long) served * joined.size());
        }
    }

    /** What the group's subscribers get; null when these deliveries say nothing to them. */
    private @Nullable GroupBatch groupBatch(List<Delivery> deliveries, SubscriberGroup group) {
        var encoder = group.encoder();
        if (encoder == null) {
            return deliveries.isEmpty() ? null : new GroupBatch(deliveries, List.of(), null);
        }
        var outgoing = encode(deliveries, encoder, group);
        if (outgoing.isEmpty()) {
            return null;
        }
        var frames = outgoing.stream().map(EncodedPush::frame).toList();
        return new GroupBatch(deliveries, outgoing, shard.loop().join(frames));
    }

    /** A push that can't be encoded is missed; known that are positioned may not miss subscriber. */
    private static List<EncodedPush> encode(List<Delivery> deliveries, PushEncoder encoder, SubscriberGroup group) {
        var before = group.before();
        var outgoing = new ArrayList<EncodedPush>(deliveries.size());
        var selection = encoder.selection();
        for (var delivery : deliveries) {
            if (group.excludes(delivery)) {
                continue;
            }
            try {
                var push = delivery.encoded(encoder, selection, before);
                if (push != null) {
                    outgoing.add(push);
                    before = group.beforeNext(push.push(), before);
                }
            } catch (RuntimeException bug) {
                if (group.requiresAll()) {
                    throw bug;
                }
                LOG.error("{} failed to encode a push; its clients miss it", encoder.key(), bug);
            }
        }
        return outgoing;
    }
}
