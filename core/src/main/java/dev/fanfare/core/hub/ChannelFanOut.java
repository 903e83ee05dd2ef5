package dev.fanfare.core.hub;

import dev.fanfare.core.protocol.PushEncoder;
import dev.fanfare.core.session.EncodedPush;
import dev.fanfare.core.session.Session;
import dev.fanfare.model.channel.HistoryRetention;
import dev.fanfare.model.client.UnsubscribeReason;
import dev.fanfare.model.monitoring.LogText;
import dev.fanfare.model.monitoring.Metrics;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The subscribers of one channel on one event loop, and the mailbox that feeds them. Confined to the loop, except for
 * {@link #post}, {@link #isFlooded}, {@link #nanoTime} and {@link #mayMiss}, which are thread-safe.
 *
 * <p>All queued publications form one batch, which is encoded once per frame key, joined into one buffer, and written
 * to each subscriber once. At most one task is scheduled. After a slice of subscribers, the task yields to other work
 * of the loop and later continues at the cursors of its groups. The next batch starts when the current one has reached
 * every subscriber.
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
    /** The number of priority tasks that were submitted before the batch was taken. */
    private long precedingTasks;

    /** The reserved bytes of the last publications of all groups. */
    private long baseBytes;

    private int members;
    private int unpositioned;
    /** Written on the loop, read by any thread. */
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

    /** Returns the time on the clock of the loops. Thread-safe. */
    long nanoTime() {
        return shard.loop().nanoTime();
    }

    /** Returns the number of pending and active subscribers. */
    int members() {
        return members;
    }

    /** Returns the first active sessions. */
    List<Session> sessions(int limit) {
        var sessions = new ArrayList<Session>();
        for (var group : groups) {
            group.addSessions(sessions, limit);
        }
        return sessions;
    }

    /** Returns true if a subscriber without position may miss publications. Thread-safe. */
    boolean mayMiss() {
        return mayMiss;
    }

    /** Puts a push into the mailbox. Thread-safe, never blocks. */
    void post(Delivery delivery) {
        mailbox.post(delivery);
    }

    /** Returns true if pushes of other nodes must be dropped. Thread-safe. */
    boolean isFlooded() {
        return shard.backlog().isFlooded();
    }

    /** Counts a subscriber without position. */
    void retain() {
        members++;
        unpositioned++;
        mayMiss = true;
    }

    /** Counts a pending subscriber with a position. */
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

    /** Starts to keep what is taken from the mailbox, for a pending subscriber. */
    RecentDeliveries.Reader openRecent() {
        var kept = recent;
        if (kept == null) {
            kept = new RecentDeliveries(shard.settings().positions().recentBytes());
            recent = kept;
        }
        return kept.open();
    }

    /** Counts a subscriber that left; the last one closes the channel on this loop. */
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
            shard.deltaBases().release(baseBytes);
            baseBytes = 0;
            shard.drop(this);
        }
    }

    /**
     * Adds a subscriber, which receives the next batch.
     *
     * @param cursor its cursor; null if it is not positioned
     */
    void join(Subscriber subscriber, @Nullable GroupCursor cursor) {
        boolean hasBase = subscriber.before() != null;
        var group = group(subscriber, cursor);
        boolean first = group.isEmpty();
        group.add(subscriber);
        if (hasBase && first) {
            reserveBases();
        }
    }

    /** Adds a subscriber that has received everything up to its cursor. */
    void admit(Subscriber subscriber, StreamCursor cursor) {
        if (positioned == null) {
            throw new IllegalStateException("channel " + channel + " has no positioned subscribers");
        }
        positioned.admit(subscriber, cursor);
    }

    /** Returns true if an active subscriber follows the cursor. */
    boolean hasSubscribers(GroupCursor cursor) {
        for (var group : groups) {
            if (group.cursor() == cursor && !group.isRetired() && group.last() != null) {
                return true;
            }
        }
        return false;
    }

    /**
     * Moves the subscribers of one cursor to another, between two batches. Those of retired groups, which may have missed
     * a batch, wait for their end.
     */
    void move(GroupCursor from, GroupCursor to) {
        for (var group : List.copyOf(groups)) {
            if (group.cursor() == from && !group.isRetired()) {
                group.removeAll().forEach(subscriber -> join(subscriber, to));
            }
        }
    }

    /** Ends the subscriptions that follow the cursor, in slices and at a limited rate. They receive nothing more. */
    void retire(GroupCursor cursor) {
        for (var group : groups) {
            if (group.cursor() == cursor) {
                group.retire();
            }
        }
        wake();
    }

    /** Schedules the task even if no delivery is queued. */
    void wake() {
        mailbox.wake();
    }

    /** Returns how often the broker was interrupted so far. */
    long interruptions() {
        return shard.interruptions();
    }

    /** Schedules a comparison of all positions with the broker. */
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
        // After begin(), because a task may run code that subscribes, and new subscribers get the next batch.
        if (!shard.runPriorityTasks(precedingTasks)) {
            mailbox.reschedule();
            return;
        }
        var slice = new FanOutSlice(shard.loop(), shard.settings());
        // Checked again, because a failed delivery or application code may have retired a group.
        if (endRetired(slice) && handOut(current, slice) && endRetired(slice)) {
            batch = null;
            groups.forEach(SubscriberGroup::finish);
            reserveBases();
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
        precedingTasks = shard.submittedTasks();
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
        // One pass over the subscribers for all excluded clients; most batches have none.
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

    /** Merges groups whose subscribers received the same last publication. */
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

    /** Reserves memory for the last publications; without memory, none is kept. */
    private void reserveBases() {
        long bytes = 0;
        for (var group : groups) {
            bytes += group.baseBytes();
        }
        if (bytes > baseBytes && !shard.deltaBases().tryReserve(bytes - baseBytes)) {
            groups.forEach(SubscriberGroup::forgetBase);
            bytes = 0;
        }
        if (bytes < baseBytes) {
            shard.deltaBases().release(baseBytes - bytes);
        }
        baseBytes = bytes;
    }

    /** Ends the subscriptions of retired groups; returns true when none are left, or the others must wait. */
    private boolean endRetired(FanOutSlice slice) {
        for (var subscriber = nextRetired(); subscriber != null; subscriber = nextRetired()) {
            if (slice.isOver()) {
                return false;
            }
            if (!shard.unsubscribeRate().permits(this)) {
                return true;
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

    /** Delivers to one slice of the subscribers; returns true when the batch has reached every subscriber. */
    private boolean handOut(List<Delivery> current, FanOutSlice slice) {
        // By index: serving a subscriber may append groups, but does not remove any.
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

    /** Limits a failure to this batch and group; otherwise the mailbox would never be emptied again. */
    private boolean handOutSafely(List<Delivery> deliveries, SubscriberGroup group, FanOutSlice slice) {
        try {
            return handOut(deliveries, group, slice);
        } catch (Throwable failure) {
            LOG.error(
                    "failed to deliver {} pushes to clients of {}",
                    deliveries.size(),
                    LogText.of(group.name()),
                    failure);
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
                slice.spend(1); // counts the check, because there may be as many selections as subscribers
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

    /** Returns what the group's subscribers receive; null if there is nothing for them. */
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

    /** Skips pushes that cannot be encoded, except for groups that must receive every push. */
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
                LOG.error("{} failed to encode a push; its clients do not receive it", encoder.key(), bug);
            }
        }
        return outgoing;
    }
}
