package dev.fanfare.cli.bench;

import dev.fanfare.cli.bench.LiveView.Progress;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/** One run: connects the clients, publishes, and accounts for each delivery. Use once; {@link #stop} is thread-safe. */
public final class BenchRun implements RunContext.Listener {
    private static final long TICK_NANOS = TimeUnit.MILLISECONDS.toNanos(10);
    private static final long SECOND_NANOS = TimeUnit.SECONDS.toNanos(1);
    /** Time for the server to subscribe clients whose protocol confirms nothing. */
    private static final Duration SETTLE = Duration.ofMillis(500);

    private static final Latency NONE = Latency.of(RunStats.histogram());

    private final BenchPlan plan;
    private final SSLContext tls;
    private final LiveView view;
    private final RunContext context;
    /** Completed if the run ends early, with the reason, which is empty if the user ended it. */
    private final CompletableFuture<String> ended = new CompletableFuture<>();

    private final AtomicInteger subscribed = new AtomicInteger();
    private final AtomicInteger connected = new AtomicInteger();
    private final AtomicInteger failed = new AtomicInteger();
    private final AtomicInteger lost = new AtomicInteger();
    /** Subscribers that read, and how many of them are lost: those that do not read may not notice. */
    private final AtomicInteger readers = new AtomicInteger();

    private final AtomicInteger lostReaders = new AtomicInteger();
    private final LongAdder reconnected = new LongAdder();
    private final CompletableFuture<ClientFleet> fleet = new CompletableFuture<>();
    private volatile boolean established;
    private int startSubscribed;
    private boolean threadInterrupted;
    private @Nullable Measurement measurement;

    /** Creates a run. */
    public BenchRun(BenchPlan plan, SSLContext tls, LiveView view) {
        this.plan = plan;
        this.tls = tls;
        this.view = view;
        this.context = new RunContext(plan, this);
    }

    /** Ends the run early; {@link #run} returns what was measured so far. */
    public void stop() {
        ended.complete("");
    }

    /**
     * Runs until the end of the plan, until {@link #stop}, or until all connections are lost.
     *
     * @throws IllegalStateException if no client can connect and subscribe, or no publisher can publish
     */
    public BenchResult run() {
        var connector = new ClientConnector(plan.threads(), tls, plan.phases().connectTimeout());
        var probe = new SaturationProbe(context, connector.loops());
        List<Publisher> publishers = List.of();
        var clients = new ClientFleet(context, connector);
        try {
            fleet.complete(clients);
            establish(clients);
            established = true;
            startSubscribed = subscribed.get();
            if (!ended.isDone()) {
                publishers = clients.publishers(ended::complete);
                publish(publishers, probe);
                drain(clients);
            }
        } finally {
            context.publishing(false);
            publishers.forEach(Publisher::end);
            context.end();
            connector.close();
            view.clear();
            if (threadInterrupted) {
                Thread.currentThread().interrupt();
            }
        }
        return new ResultAssembly(plan, context, clients).assemble(this, publishers, probe);
    }

    /** Connects one client first, so that a wrong URL or token causes one error. */
    private void establish(ClientFleet clients) {
        var subscribers = clients.subscribers();
        clients.connect(subscribers.getFirst());
        awaitSettled(() -> subscribed.get() + failed.get() > 0);
        clients.senders().forEach(clients::connect);
        long start = System.nanoTime();
        long shown = start;
        var next = 1;
        while (next < subscribers.size() && !pause(TICK_NANOS)) {
            long now = System.nanoTime();
            double due = 1 + (now - start) / 1e9 * plan.phases().connectRate();
            for (; next < Math.min(due, subscribers.size()); next++) {
                clients.connect(subscribers.get(next));
            }
            if (now - shown >= SECOND_NANOS) {
                shown = now;
                show("connecting", (double) subscribed.get() / subscribers.size(), 0, 0, NONE);
            }
        }
        awaitSettled(() -> subscribed.get() + failed.get() >= subscribers.size()
                && connected.get() >= clients.senders().size());
        failLate(clients);
    }

    private void awaitSettled(BooleanSupplier settled) {
        long end = System.nanoTime() + plan.phases().connectTimeout().toNanos();
        while (!settled.getAsBoolean() && System.nanoTime() - end < 0) {
            if (pause(TICK_NANOS)) {
                break;
            }
        }
        requireNoFailure();
        if (subscribed.get() == 0 && !ended.isDone()) {
            throw new IllegalStateException(plan.target().url() + ": no connection was subscribed within "
                    + plan.phases().connectTimeout().toSeconds() + " s");
        }
    }

    private void requireNoFailure() {
        var reason = ended.getNow("");
        if (!reason.isEmpty()) {
            throw new IllegalStateException(reason);
        }
    }

    private void failLate(ClientFleet clients) {
        if (ended.isDone()) {
            return;
        }
        int late = clients.subscribers().size() - subscribed.get() - failed.get();
        for (var count = 0; count < late; count++) {
            context.stats.error("connect: not subscribed within "
                    + plan.phases().connectTimeout().toSeconds() + " s");
        }
        if (connected.get() < clients.senders().size()) {
            throw new IllegalStateException("the publishers could not connect");
        }
    }

    private void publish(List<Publisher> publishers, SaturationProbe probe) {
        var phases = plan.phases();
        boolean confirmed = plan.protocol().isCentrifuge();
        long start = System.nanoTime() + (confirmed ? 0 : SETTLE.toNanos());
        long measureStart = start + phases.warmup().toNanos();
        long end = measureStart + phases.duration().toNanos();
        context.measure(measureStart, end);
        context.publishing(true);
        publishers.forEach(publisher -> publisher.start(start, end));
        boolean over = warmUp(start, measureStart);
        probe.begin();
        var measuring = new Measurement(context.stats);
        measurement = measuring;
        if (!over) {
            measure(measuring, measureStart, end);
        }
        measuring.end();
        probe.end();
        context.publishing(false);
    }

    private boolean warmUp(long start, long end) {
        boolean over = false;
        long published = 0;
        long delivered = 0;
        while (!over && System.nanoTime() - end < 0) {
            over = pause(Math.min(SECOND_NANOS, end - System.nanoTime()));
            long publishedNow = context.stats.published.sum();
            long deliveredNow = context.stats.deliveries.sum();
            show(
                    "warm-up",
                    share(start, end),
                    publishedNow - published,
                    deliveredNow - delivered,
                    Latency.of(context.stats.latency.getIntervalHistogram()));
            published = publishedNow;
            delivered = deliveredNow;
        }
        return over;
    }

    private void measure(Measurement measuring, long start, long end) {
        var storms = plan.faults();
        long nextStorm = start + storms.stormInterval().toNanos();
        var stormed = 0;
        boolean over = false;
        for (long next = start + SECOND_NANOS; !over && System.nanoTime() - end < 0; next += SECOND_NANOS) {
            over = pause(Math.min(next, end) - System.nanoTime());
            var sample = measuring.sample();
            show("measuring", share(start, end), sample.publications(), sample.deliveries(), sample.latency());
            if (storms.storm() > 0 && System.nanoTime() - nextStorm >= 0) {
                fleet.join().storm(stormed, storms.storm());
                stormed += storms.storm();
                nextStorm += storms.stormInterval().toNanos();
            }
        }
    }

    private static double share(long start, long end) {
        return Math.clamp((double) (System.nanoTime() - start) / Math.max(1, end - start), 0, 1);
    }

    /** Waits for the deliveries of the last publications. */
    private void drain(ClientFleet clients) {
        if (!ended.getNow("").isEmpty()) {
            return;
        }
        long end = System.nanoTime() + plan.phases().drain().toNanos();
        while (System.nanoTime() - end < 0 && ended.getNow("").isEmpty() && !clients.isComplete()) {
            LockSupport.parkNanos(TICK_NANOS);
        }
    }

    /** Waits; returns whether the run has ended early. */
    private boolean pause(long nanos) {
        try {
            ended.get(Math.max(0, nanos), TimeUnit.NANOSECONDS);
        } catch (TimeoutException continues) {
            return false;
        } catch (InterruptedException interrupted) {
            threadInterrupted = true; // restored after the run, which still waits for deliveries
            stop();
        } catch (ExecutionException impossible) {
            throw new IllegalStateException(impossible);
        }
        return true;
    }

    private void show(String phase, double progress, long publications, long deliveries, Latency latency) {
        view.show(new Progress(
                phase,
                progress,
                subscribed.get(),
                plan.load().connections(),
                publications,
                deliveries,
                latency,
                context.stats.errors()));
    }

    @Override
    public void subscribed(BenchClient client) {
        if (!client.isSubscriber()) {
            connected.incrementAndGet();
            return;
        }
        subscribed.incrementAndGet();
        if (established) {
            reconnected.increment();
        } else if (!client.isSlow()) {
            readers.incrementAndGet();
        }
    }

    @Override
    public void closed(BenchClient client, boolean wasSubscribed, String reason) {
        if (!client.isSubscriber()) {
            ended.complete("publisher " + client.id() + ": " + reason);
            return;
        }
        if (wasSubscribed) {
            subscribed.decrementAndGet();
        }
        if (client.isLeaving() && wasSubscribed) {
            fleet.join().connect(client);
            return;
        }
        context.stats.error(reason);
        if (!wasSubscribed && !established) {
            failed.incrementAndGet();
            if (subscribed.get() == 0 && client.id() == 0) {
                ended.complete(plan.target().url() + ": " + reason);
            }
            return;
        }
        lost.incrementAndGet();
        if (!client.isSlow() && lostReaders.incrementAndGet() >= readers.get()) {
            ended.complete("all connections are lost; the last one: " + reason);
        }
    }

    boolean isInterrupted() {
        return ended.isDone() && ended.join().isEmpty();
    }

    String failure() {
        return ended.getNow("");
    }

    BenchResult.Connections connections() {
        return new BenchResult.Connections(
                plan.load().connections(),
                startSubscribed,
                lost.get(),
                reconnected.sum(),
                plan.faults().slow());
    }

    @Nullable
    Measurement measurement() {
        return measurement;
    }
}
