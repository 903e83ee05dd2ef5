package dev.fanfare.engine.redis.link;

import dev.fanfare.model.channel.EngineException;
import dev.fanfare.model.channel.OverloadedException;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The way to one server, which connects again by itself. Thread-safe; its inner life is confined to the loop.
 *
 * <p>Before the first connection has succeeded or failed, calls wait for it; afterwards they fail at once while the server
 * is away. A new connection is used when all this has happened, in this order: the scripts are loaded, all channels are
 * subscribed, the listener has done what must come first, and a message to this node itself has come back through
 * Pub/Sub. What arrived since the subscribing is held back until then, and handed over after
 * {@link LinkListener#onInterrupted}.
 */
public final class Link {
    private static final Logger LOG = LoggerFactory.getLogger(Link.class);
    private static final long TICK_MILLIS = 100;

    private enum Phase {
        /** Not connected yet, and not refused either. */
        FIRST,
        AWAY,
        READY,
        CLOSED
    }

    private final LinkAddress address;
    private final String probeChannel;
    private final String name;
    private final LinkLoop loop;
    private final ScheduledExecutorService executor;
    private final LinkSettings settings;
    private final List<RedisScript> scripts;
    private final LinkListener listener;
    private final LinkMailbox mailbox;
    private final Calls calls;
    private final Subscriptions subscriptions;
    private final Patterns patterns = new Patterns();
    private final Probe probe;
    private final Backoff backoff;
    private final CompletableFuture<Void> closed = new CompletableFuture<>();
    private Phase phase = Phase.FIRST;
    private @Nullable Generation generation;
    private long attemptDeadlineNanos;
    private long interruptions;
    private boolean wasReady;
    /** Seen at the last look; after a pause of this process, what has arrived is read first, and proves the contrary. */
    private boolean wasSilent;

    private volatile LinkState state;

    /**
     * A link that is not started.
     *
     * @param probeChannel where this node, and nobody else, sends messages to itself
     * @param scripts what requests may run
     */
    public Link(
            LinkAddress address,
            String probeChannel,
            LinkLoop loop,
            LinkSettings settings,
            List<RedisScript> scripts,
            LinkListener listener) {
        this.address = address;
        this.probeChannel = probeChannel;
        this.name = address.name();
        this.loop = loop;
        this.executor = loop.executor();
        this.settings = settings;
        this.scripts = scripts;
        this.listener = listener;
        this.mailbox = new LinkMailbox(executor, this::flush);
        this.calls = new Calls(settings.maxWaitingBytes());
        this.subscriptions = new Subscriptions(name, address.pubSub(), settings.unsubscribeDelay());
        subscriptions.keep(probeChannel, message -> {});
        this.probe = new Probe(settings.probeInterval(), settings.probeTimeout());
        this.backoff = new Backoff(settings.firstRetry(), settings.lastRetry(), RandomGenerator.getDefault());
        this.state = new LinkState(name, false, "not connected yet", 0);
    }

    /** Hears a channel of the server whenever it is ready, for good. Called before the start. */
    public void keep(String channel, MessageHandler handler) {
        subscriptions.keep(channel, handler);
    }

    /** Hears all channels that match the pattern, as Redis' PSUBSCRIBE means it, for good. Called before the start. */
    public void keepPattern(String pattern, BiConsumer<String, byte[]> handler) {
        patterns.keep(pattern, handler);
        subscriptions.keep(Subscriptions.ofPattern(pattern), message -> {});
    }

    /** Begins to connect. Called once. */
    public void start() {
        mailbox.post(this::connect);
        executor.scheduleWithFixedDelay(this::tick, TICK_MILLIS, TICK_MILLIS, TimeUnit.MILLISECONDS);
    }

    /** How messages are published on this link. */
    public PubSub pubSub() {
        return address.pubSub();
    }

    public LinkState state() {
        return state;
    }

    /**
     * Sends a request, after those that were made before.
     *
     * @param size roughly how many bytes it carries
     * @return the answer, on the loop; fails with {@link EngineException} when the server is away or does not answer in time,
     *     with {@link OverloadedException} when it has too much to answer already, and nothing was sent
     */
    public <T> CompletionStage<T> ask(int size, LinkRequest<T> request) {
        if (!calls.reserve(size)) {
            return CompletableFuture.failedStage(new OverloadedException("more than " + settings.maxWaitingBytes()
                    + " bytes wait for answers of Redis at " + name + ": nothing was sent"));
        }
        var call = new Call<>(request);
        call.outcome().whenComplete((answer, failure) -> calls.free(size));
        mailbox.post(() -> accept(call));
        return call.outcome();
    }

    /** Hears a channel of the server; completes when nothing published from now on is missed. Idempotent. */
    public CompletionStage<Void> subscribe(String channel, MessageHandler handler) {
        var waiter = new CompletableFuture<Void>();
        mailbox.post(() -> {
            if (phase == Phase.READY || phase == Phase.FIRST) {
                subscriptions.subscribe(channel, handler, waiter);
            } else {
                waiter.completeExceptionally(away());
            }
        });
        return waiter;
    }

    /** Hears the channel no more; the server is told a little later, when nobody has wanted it again. */
    public void unsubscribe(String channel) {
        mailbox.post(() -> subscriptions.unsubscribe(channel, System.nanoTime()));
    }

    /** Ends; what waits fails. Completes when the connections are told to close. Idempotent. */
    public CompletionStage<Void> close() {
        mailbox.post(this::end);
        return closed;
    }

    private void accept(Call<?> call) {
        var to = generation;
        switch (phase) {
            case READY -> {
                if (to != null) {
                    call.due(System.nanoTime() + settings.commandTimeout().toNanos());
                    calls.add(call);
                    call.send(to.commands(), name, this::onRefused);
                }
            }
            case FIRST -> calls.add(call);
            case AWAY, CLOSED -> call.fail(away());
        }
    }

    private void flush() {
        var to = generation;
        if (phase == Phase.READY && to != null) {
            to.commands().flushCommands();
        }
        subscriptions.flush();
    }

    private void connect() {
        if (phase == Phase.CLOSED) {
            return;
        }
        var attempt = new Generation(loop, probeChannel, new Owner());
        generation = attempt;
        attemptDeadlineNanos = System.nanoTime()
                + settings.connectTimeout()
                        .plus(settings.commandTimeout().multipliedBy(2))
                        .toNanos();
        LinkHandshake.open(attempt, address, loop)
                .whenComplete((done, failure) -> next(attempt, failure, () -> restore(attempt)));
    }

    private void restore(Generation attempt) {
        var connection = attempt.commands();
        LinkHandshake.requireMaster(connection)
                .thenCompose(master -> LinkHandshake.load(scripts, connection))
                .thenCompose(loaded -> subscriptions.attach(attempt.messages()))
                .thenCompose(subscribed -> listener.onConnected(connection))
                .whenComplete((done, failure) -> next(attempt, failure, () -> sendProbe(attempt)));
    }

    /** Goes on with an attempt, unless it failed or was given up meanwhile. */
    private void next(Generation attempt, @Nullable Throwable failure, Runnable step) {
        if (attempt != generation || attempt.isOver()) {
            attempt.end();
        } else if (failure == null) {
            step.run();
        } else {
            fail("can't connect: " + LinkHandshake.reason(failure));
        }
    }

    private void sendProbe(Generation to) {
        address.pubSub().publish(to.commands(), probeChannel, probe.next(System.nanoTime()));
        to.commands().flushCommands();
    }

    private void becomeReady(Generation fresh) {
        phase = Phase.READY;
        backoff.reset();
        if (wasReady) {
            interruptions++;
            listener.onInterrupted();
        }
        wasReady = true;
        fresh.goLive();
        LOG.info("Redis at {} is ready", name);
        tell(true, "");
        calls.removeAll().forEach(this::accept);
        flush();
    }

    private void fail(String reason) {
        if (phase == Phase.CLOSED) {
            return;
        }
        boolean news = phase != Phase.AWAY;
        phase = Phase.AWAY;
        drop(reason);
        if (news) {
            LOG.warn("Redis at {} is away: {}", name, reason);
        }
        tell(false, reason);
        executor.schedule(this::connect, backoff.next().toNanos(), TimeUnit.NANOSECONDS);
    }

    private void end() {
        if (phase != Phase.CLOSED) {
            flush();
            phase = Phase.CLOSED;
            drop("it is closed");
            tell(false, "it is closed");
        }
        closed.complete(null);
    }

    private void drop(String reason) {
        var old = generation;
        generation = null;
        if (old != null) {
            old.end();
        }
        state = new LinkState(name, false, reason, interruptions);
        probe.forget();
        calls.failAll(away());
        subscriptions.detach(away());
    }

    private void tell(boolean ready, String reason) {
        state = new LinkState(name, ready, reason, interruptions);
        listener.onState(state);
    }

    private EngineException away() {
        return new EngineException("Redis at " + name + " is away: " + state.reason());
    }

    /** A server that can't write, or has yet to read its data, is no use: another one may be there by now. */
    private void onRefused(Throwable failure) {
        if (phase == Phase.READY && LinkHandshake.isUseless(failure)) {
            fail("it answers " + failure.getMessage());
        }
    }

    private void tick() {
        try {
            check(System.nanoTime());
        } catch (RuntimeException bug) {
            LOG.error("The link to Redis at {} failed", name, bug);
            fail("an error of this program: " + bug);
        }
    }

    private void check(long now) {
        if (phase == Phase.CLOSED) {
            return;
        }
        var present = generation;
        var silent = silence(now);
        boolean twice = silent != null && wasSilent;
        wasSilent = silent != null && !twice;
        if (silent != null && twice) {
            fail(silent);
        } else if (phase == Phase.READY && present != null) {
            subscriptions.sweep(now);
            if (probe.isDue(now)) {
                sendProbe(present);
                LinkHandshake.requireMaster(present.commands()).whenComplete((master, failure) -> {
                    if (failure != null && present == generation) {
                        fail(LinkHandshake.reason(failure));
                    }
                });
            }
        } else if (present != null && now - attemptDeadlineNanos > 0) {
            fail("no connection within "
                    + settings.connectTimeout().plus(settings.commandTimeout().multipliedBy(2)));
        }
    }

    /** What the server owes this node; null for nothing. */
    private @Nullable String silence(long now) {
        if (phase == Phase.READY && calls.isLate(now)) {
            return "no answer within " + settings.commandTimeout();
        }
        return probe.isLate(now) ? "Pub/Sub did not deliver within " + settings.probeTimeout() : null;
    }

    /** What the generations tell; those that are over tell nothing. */
    private final class Owner implements Generation.Owner {
        @Override
        public void onSubscribed(String channel) {
            subscriptions.confirm(channel);
        }

        @Override
        public void onUnsubscribed(Generation generation, String channel) {
            if (subscriptions.isHeard(channel)) {
                onBroken(generation, "it has ended the subscription of " + channel);
            }
        }

        @Override
        public void onMessage(String channel, byte[] message) {
            subscriptions.push(channel, message);
        }

        @Override
        public void onMessage(String pattern, String channel, byte[] message) {
            patterns.push(pattern, channel, message);
        }

        @Override
        public void onProbe(byte[] message) {
            var present = generation;
            if (probe.hasReturned(message) && present != null && !present.isLive()) {
                becomeReady(present);
            }
        }

        @Override
        public void onBroken(Generation broken, String reason) {
            if (broken == generation) {
                fail(reason);
            }
        }
    }
}
