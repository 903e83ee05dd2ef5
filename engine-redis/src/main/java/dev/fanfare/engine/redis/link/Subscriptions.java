package dev.fanfare.engine.redis.link;

import dev.fanfare.model.channel.EngineException;
import dev.fanfare.model.channel.EngineUnavailableException;
import io.lettuce.core.pubsub.StatefulRedisPubSubConnection;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The channels to which this node is subscribed, across connections. Confined to the link's loop. One command
 * subscribes many channels. Unsubscribes are delayed, so that frequent changes have no cost.
 */
final class Subscriptions {
    private static final int BATCH = 512;
    private static final char PATTERN = '\u0000';

    private record Unwanted(LinkSubscription subscription, long nanos) {}

    private final String server;
    private final PubSub pubSub;
    private final long unsubscribeDelayNanos;
    private final Consumer<Throwable> refusals;
    private final Map<String, MessageHandler> lasting = new LinkedHashMap<>();
    private final Map<String, LinkSubscription> all = new LinkedHashMap<>();
    private final ArrayDeque<Unwanted> unwanted = new ArrayDeque<>();
    private final MessageFaults faults = new MessageFaults();
    private List<LinkSubscription> toSubscribe = new ArrayList<>();
    private @Nullable StatefulRedisPubSubConnection<String, byte[]> connection;
    private CompletableFuture<Void> restored = new CompletableFuture<>();
    private int toRestore;

    /**
     * Creates an instance without channels.
     *
     * @param refusals receives the reason for each rejected command
     */
    Subscriptions(String server, PubSub pubSub, Duration unsubscribeDelay, Consumer<Throwable> refusals) {
        this.server = server;
        this.pubSub = pubSub;
        this.unsubscribeDelayNanos = unsubscribeDelay.toNanos();
        this.refusals = refusals;
    }

    /**
     * Returns the name under which a pattern is stored. It differs from all channels because it contains a control
     * character.
     */
    static String ofPattern(String pattern) {
        return PATTERN + pattern;
    }

    /** Subscribes a channel permanently, on every connection. */
    void keep(String channel, MessageHandler handler) {
        lasting.put(channel, handler);
    }

    /** Subscribes a channel; the waiter completes when every later message will be delivered. */
    void subscribe(String channel, MessageHandler handler, CompletableFuture<Void> waiter) {
        var known = all.get(channel);
        if (known != null) {
            known.want(waiter);
            return;
        }
        var fresh = new LinkSubscription(channel, handler);
        fresh.want(waiter);
        all.put(channel, fresh);
        if (connection != null) {
            toSubscribe.add(fresh);
            toRestore++;
        }
    }

    void unsubscribe(String channel, long nowNanos) {
        var known = all.get(channel);
        if (known != null && known.isWanted()) {
            known.unwant(nowNanos);
            unwanted.addLast(new Unwanted(known, nowNanos));
        }
    }

    /** Sends the collected commands. */
    void flush() {
        if (!toSubscribe.isEmpty()) {
            var batch = toSubscribe;
            toSubscribe = new ArrayList<>();
            send(batch);
        }
    }

    /** Subscribes all channels on a new connection; completes when all are confirmed. At least one is permanent. */
    CompletionStage<Void> attach(StatefulRedisPubSubConnection<String, byte[]> fresh) {
        lasting.forEach((channel, handler) -> subscribe(channel, handler, new CompletableFuture<>()));
        connection = fresh;
        restored = new CompletableFuture<>();
        toRestore = all.size();
        var stage = restored;
        send(all.values());
        return stage;
    }

    /** Handles the loss of the connection: pending subscribes fail, established ones wait for the next connection. */
    void detach(EngineException why) {
        connection = null;
        toSubscribe.clear();
        unwanted.clear();
        all.values().removeIf(subscription -> {
            boolean stays = subscription.isEstablished() && subscription.isWanted();
            subscription.lose(why);
            return !stays;
        });
        restored.completeExceptionally(why);
    }

    /** Records that the server sends the messages of the channel. */
    void confirm(String channel) {
        var subscription = all.get(channel);
        if (subscription != null && !subscription.isConfirmed()) {
            subscription.confirm();
            toRestore--;
            if (toRestore == 0) {
                restored.complete(null);
            }
        }
    }

    void push(String channel, byte[] message) {
        var subscription = all.get(channel);
        if (subscription == null || !subscription.isWanted()) {
            return;
        }
        try {
            subscription.handler().onMessage(message);
        } catch (RuntimeException failure) {
            faults.report(channel, failure);
        }
    }

    /** Unsubscribes channels whose delay is over. */
    void sweep(long nowNanos) {
        var over = new ArrayList<String>();
        var tooEarly = new ArrayList<Unwanted>();
        while (!unwanted.isEmpty() && nowNanos - unwanted.getFirst().nanos >= unsubscribeDelayNanos) {
            var next = unwanted.removeFirst();
            if (!next.subscription.isUnwantedSince(next.nanos)) {
                continue;
            }
            if (next.subscription.isConfirmed()) {
                all.remove(next.subscription.channel());
                over.add(next.subscription.channel());
            } else {
                next.subscription.unwant(nowNanos);
                tooEarly.add(new Unwanted(next.subscription, nowNanos));
            }
        }
        unwanted.addAll(tooEarly);
        var to = connection;
        if (to != null) {
            inBatches(over, names -> pubSub.unsubscribe(to, names));
        }
    }

    /** Returns true if the current connection subscribes to the channel. */
    boolean isHeard(String channel) {
        var subscription = all.get(channel);
        return subscription != null && subscription.isConfirmed();
    }

    private void send(Collection<LinkSubscription> subscriptions) {
        var to = connection;
        if (to == null) {
            return;
        }
        var names = subscriptions.stream().map(LinkSubscription::channel).toList();
        inBatches(
                names.stream().filter(name -> !isPattern(name)).toList(),
                batch -> pubSub.subscribe(to, batch).whenComplete((done, failure) -> sent(to, batch, failure)));
        inBatches(
                names.stream().filter(Subscriptions::isPattern).toList(),
                batch -> to.async()
                        .psubscribe(
                                Stream.of(batch).map(name -> name.substring(1)).toArray(String[]::new))
                        .whenComplete((done, failure) -> sent(to, batch, failure)));
    }

    private void sent(StatefulRedisPubSubConnection<String, byte[]> to, String[] batch, @Nullable Throwable failure) {
        if (failure != null && to == connection) {
            refused(batch, failure);
        }
    }

    private static boolean isPattern(String name) {
        return !name.isEmpty() && name.charAt(0) == PATTERN;
    }

    /** Handles a rejected subscribe. */
    private void refused(String[] batch, Throwable failure) {
        var why = new EngineUnavailableException(
                "Redis at " + server + " rejected a subscribe: " + failure.getMessage(), failure);
        for (var channel : batch) {
            var subscription = all.get(channel);
            if (subscription != null && !subscription.isConfirmed() && !subscription.isEstablished()) {
                all.remove(channel);
                subscription.lose(why);
            }
        }
        restored.completeExceptionally(why);
        refusals.accept(failure);
    }

    private static void inBatches(List<String> names, Consumer<String[]> action) {
        for (int from = 0; from < names.size(); from += BATCH) {
            action.accept(
                    names.subList(from, Math.min(names.size(), from + BATCH)).toArray(String[]::new));
        }
    }
}
