package dev.fanfare.engine.redis.link;

import dev.fanfare.engine.redis.connection.LinkSettings;
import dev.fanfare.engine.redis.connection.LinkState;
import dev.fanfare.model.channel.EngineException;
import dev.fanfare.model.channel.EngineUnavailableException;
import dev.fanfare.model.channel.OverloadedException;
import io.lettuce.core.codec.ByteArrayCodec;
import io.lettuce.core.codec.RedisCodec;
import io.lettuce.core.codec.StringCodec;
import java.time.Duration;
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
 * The connection to one server, which reconnects automatically. Thread-safe; its internal state is confined to the
 * loop.
 *
 * <p>Calls wait for the first attempt to connect; later they fail at once while the server is unreachable. A new
 * connection becomes ready in these steps: load the scripts, subscribe all channels, run the listener, and receive a
 * probe through Pub/Sub. Messages that arrive in the meantime are retained, and delivered after {@link
 * LinkListener#onInterrupted}.
 */
public final class Link {
    private static final Logger LOG = LoggerFactory.getLogger(Link.class);
    private static final long TICK_MILLIS = 100;

    /** How commands and replies of all links are encoded. */
    public static final RedisCodec<String, byte[]> CODEC = RedisCodec.of(StringCodec.UTF8, ByteArrayCodec.INSTANCE);

    private enum Phase {
        /** The first attempt to connect is in progress. */
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
    private final LivenessCheck liveness;
    private final LinkLog log;
    private final Backoff backoff;
    private final CompletableFuture<Void> closed = new CompletableFuture<>();
    private Phase phase = Phase.FIRST;
    private @Nullable Generation generation;
    private @Nullable Batches<?, ?> batches;
    private ServerIdentity server = ServerIdentity.UNKNOWN;
    private long interruptions;
    private boolean wasReady;
    private boolean infoDenied;
    /**
     * True if the last check found silence. After a pause of this process, the next check first reads what has arrived.
     */
    private boolean wasSilent;

    private volatile LinkState state;

    /**
     * Creates a link.
     *
     * @param probeChannel channel of this node's messages to itself, used by no other node
     * @param scripts the scripts that requests may run
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
        this.mailbox = new LinkMailbox(executor, this::endTurn);
        this.calls = new Calls(settings.maxWaitingBytes());
        this.subscriptions = new Subscriptions(name, address.pubSub(), settings.unsubscribeDelay(), this::onRefused);
        subscriptions.keep(probeChannel, message -> {});
        this.probe = new Probe(settings.probeInterval(), settings.probeTimeout());
        this.log = new LinkLog(name);
        this.liveness = new LivenessCheck(settings, calls, probe);
        this.backoff = new Backoff(settings.firstRetry(), settings.lastRetry(), RandomGenerator.getDefault());
        this.state = new LinkState(name, false, "not connected yet", 0);
    }

    /** Subscribes a channel permanently. Called before the start. */
    public void keep(String channel, MessageHandler handler) {
        subscriptions.keep(channel, handler);
    }

    /** Subscribes a pattern permanently, with the syntax of PSUBSCRIBE. Called before the start. */
    public void keepPattern(String pattern, BiConsumer<String, byte[]> handler) {
        patterns.keep(pattern, handler);
        subscriptions.keep(Subscriptions.ofPattern(pattern), message -> {});
    }

    /** Creates the batches of this link. Called at most once, before the start. */
    public <I, T> Batches<I, T> batches(BatchRequest<I, T> request) {
        var created = new Batches<>(this, mailbox, calls, request);
        batches = created;
        return created;
    }

    /** Starts to connect. Called once. */
    public void start() {
        mailbox.post(this::connect);
        executor.scheduleWithFixedDelay(this::tick, TICK_MILLIS, TICK_MILLIS, TimeUnit.MILLISECONDS);
    }

    /** Returns how messages are published on this link. */
    public PubSub pubSub() {
        return address.pubSub();
    }

    public LinkState state() {
        return state;
    }

    /**
     * Sends a request after all earlier ones.
     *
     * @param size approximate number of bytes
     * @return the result, completed on the loop; fails with {@link EngineException} if the server is unreachable or
     *     does not answer in time, and with {@link OverloadedException} if too many requests are pending, in which case
     *     nothing was sent
     */
    public <T> CompletionStage<T> submit(int size, LinkRequest<T> request) {
        if (!calls.reserve(size)) {
            return CompletableFuture.failedStage(overloaded());
        }
        var call = new Call<>(request, 1);
        call.outcome().whenComplete((answer, failure) -> calls.free(size, 1));
        mailbox.post(() -> {
            sendBatch();
            accept(call);
        });
        return call.outcome();
    }

    /** Subscribes a channel; completes when every later message will be delivered. Idempotent. */
    public CompletionStage<Void> subscribe(String channel, MessageHandler handler) {
        var waiter = new CompletableFuture<Void>();
        mailbox.post(() -> {
            if (phase == Phase.READY || phase == Phase.FIRST) {
                subscriptions.subscribe(channel, handler, waiter);
            } else {
                log.callsFailed(1);
                waiter.completeExceptionally(away());
            }
        });
        return waiter;
    }

    /** Unsubscribes a channel; the server is informed after a delay, unless the channel is subscribed again. */
    public void unsubscribe(String channel) {
        mailbox.post(() -> subscriptions.unsubscribe(channel, System.nanoTime()));
    }

    /**
     * Records that a part of a large reply has arrived, so that the server does not count as silent before the reply is
     * complete. Called on the loop.
     */
    public void arrived() {
        liveness.arrived();
    }

    /** Closes the link and fails pending calls. Completes when the connections have started to close. Idempotent. */
    public CompletionStage<Void> close() {
        mailbox.post(this::end);
        return closed;
    }

    String name() {
        return name;
    }

    /** Returns the number of calls that wait for replies. Called on the loop. */
    int waitingCalls() {
        return calls.count();
    }

    boolean isClosed() {
        return phase == Phase.CLOSED;
    }

    OverloadedException overloaded() {
        return new OverloadedException("more than " + settings.maxWaitingBytes()
                + " bytes are waiting for replies from Redis at " + name + ": nothing was sent");
    }

    /** Sends a call, keeps it until the first connection is ready, or fails it. Called on the loop. */
    void accept(Call<?> call) {
        var to = generation;
        switch (phase) {
            case READY -> {
                if (to != null) {
                    call.due(System.nanoTime() + settings.commandTimeout().toNanos());
                    calls.add(call);
                    call.send(to.commands(), name, failure -> {
                        onReply(failure);
                        calls.remove(call);
                    });
                }
            }
            case FIRST -> calls.add(call);
            case AWAY, CLOSED -> {
                log.callsFailed(call.size());
                call.fail(away());
            }
        }
    }

    private void sendBatch() {
        var waiting = batches;
        if (waiting != null) {
            waiting.send();
        }
    }

    private void endTurn() {
        var waiting = batches;
        if (waiting != null) {
            waiting.endTurn();
        }
        flush();
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
        liveness.begin(System.nanoTime());
        log.connecting();
        LinkHandshake.open(attempt, address, loop)
                .whenComplete((done, failure) -> next(attempt, failure, () -> restore(attempt)));
    }

    private void restore(Generation attempt) {
        var connection = attempt.commands();
        LinkHandshake.requirePrimary(connection)
                .thenCompose(primary -> {
                    identify(primary);
                    requireOneSlot(primary);
                    return LinkHandshake.load(scripts, connection);
                })
                .thenCompose(loaded -> subscriptions.attach(attempt.messages()))
                .thenCompose(subscribed -> listener.onConnected(connection, server, this::arrived))
                .whenComplete((done, failure) -> next(attempt, failure, () -> sendProbe(attempt)));
    }

    private void identify(ServerIdentity primary) {
        server = primary;
        boolean denied = primary.replicationId().isEmpty() && !scripts.isEmpty();
        if (denied && !infoDenied) {
            LOG.warn(
                    "info-denied server={}: INFO returns no replication id, so publications that are lost in a failover of Redis"
                            + " can be replaced by others without notice to clients; permit it: ACL SETUSER <user> +info",
                    name);
        }
        infoDenied = denied;
    }

    /** Throws an exception if the server rejects scripts with the keys of several channels. */
    private void requireOneSlot(ServerIdentity primary) {
        if (primary.isClusterMember() && address.pubSub() == PubSub.CLASSIC && !scripts.isEmpty()) {
            throw new EngineException(
                    "expected a single server, found a member of a Redis Cluster: use an address redis-cluster://HOST:PORT");
        }
    }

    /** Continues an attempt, unless it failed or was abandoned. */
    private void next(Generation attempt, @Nullable Throwable failure, Runnable step) {
        arrived();
        if (attempt != generation || attempt.isOver()) {
            attempt.end();
        } else if (failure == null) {
            step.run();
        } else {
            fail("cannot connect: " + LinkHandshake.reason(failure));
        }
    }

    private void sendProbe(Generation to) {
        var message = probe.next(System.nanoTime());
        address.pubSub().publish(to.commands(), probeChannel, message).thenRun(() -> {
            arrived();
            probe.accepted(message, System.nanoTime());
        });
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
        log.ready(System.nanoTime());
        tell(true, "");
        calls.removeAll().forEach(this::accept);
        flush();
    }

    private void fail(String reason) {
        if (phase == Phase.CLOSED) {
            return;
        }
        phase = Phase.AWAY;
        log.unreachable(reason, System.nanoTime());
        drop(reason);
        tell(false, reason);
        executor.schedule(this::connect, backoff.next().toNanos(), TimeUnit.NANOSECONDS);
    }

    private void end() {
        if (phase != Phase.CLOSED) {
            sendBatch();
            flush();
            phase = Phase.CLOSED;
            drop("the link is closed");
            tell(false, "the link is closed");
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
        log.callsFailed(calls.failAll(away()));
        subscriptions.detach(away());
    }

    private void tell(boolean ready, String reason) {
        state = new LinkState(name, ready, reason, interruptions);
        listener.onState(state);
    }

    EngineUnavailableException away() {
        return new EngineUnavailableException("Redis at " + name + " is unreachable: " + state.reason());
    }

    void onReply(@Nullable Throwable failure) {
        arrived();
        if (failure != null) {
            onError(failure);
        }
    }

    /** Handles an error reply to a subscribe. It does not prove that calls are answered, and fails a connection attempt. */
    private void onRefused(Throwable failure) {
        if (phase == Phase.READY) {
            onError(failure);
        }
    }

    /** A server that is read-only or still loading is not usable; another one may have taken over. */
    private void onError(Throwable failure) {
        if (!Call.isErrorReply(failure)) {
            return;
        }
        log.error(failure, System.nanoTime());
        if (phase == Phase.READY && LinkHandshake.isUseless(failure)) {
            fail("it replied " + failure.getMessage());
        }
    }

    private void tick() {
        try {
            check(System.nanoTime());
        } catch (RuntimeException bug) {
            LOG.error("the link to Redis at {} failed", name, bug);
            fail("internal error: " + bug);
        }
    }

    private void check(long now) {
        if (phase == Phase.CLOSED) {
            return;
        }
        var present = generation;
        log.check(now);
        var silent = liveness.check(now, phase == Phase.READY);
        boolean twice = silent != null && wasSilent;
        wasSilent = silent != null && !twice;
        if (silent != null && twice) {
            fail(silent);
        } else if (phase == Phase.READY && present != null) {
            subscriptions.sweep(now);
            if (probe.isDue(now)) {
                sendProbe(present);
                LinkHandshake.requirePrimary(present.commands())
                        .whenComplete((primary, failure) -> identified(present, primary, failure));
            }
        } else if (present != null && liveness.isSilentFor(attemptTimeout(), now)) {
            fail("the connection attempt made no progress within " + attemptTimeout());
        }
    }

    private void identified(Generation to, ServerIdentity primary, @Nullable Throwable failure) {
        if (to != generation) {
            return;
        }
        if (failure != null && Call.isErrorReply(failure)) {
            onError(failure);
        } else if (failure != null) {
            fail(LinkHandshake.reason(failure));
        } else if (!primary.equals(server)) {
            server = primary;
            listener.onServerChanged();
        }
    }

    private Duration attemptTimeout() {
        return settings.connectTimeout().plus(settings.commandTimeout().multipliedBy(2));
    }

    /** Forwards the events of the current generation and ignores those of earlier ones. */
    private final class Owner implements Generation.Owner {
        @Override
        public void onSubscribed(String channel) {
            // On a ready link, confirmations of the other connection must not hide calls without replies.
            if (phase != Phase.READY) {
                arrived();
            }
            subscriptions.confirm(channel);
        }

        @Override
        public void onUnsubscribed(Generation generation, String channel) {
            if (subscriptions.isHeard(channel)) {
                onBroken(generation, "it ended the subscription of " + channel);
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
