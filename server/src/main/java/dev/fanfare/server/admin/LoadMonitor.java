package dev.fanfare.server.admin;

import dev.fanfare.core.node.Node;
import dev.fanfare.model.monitoring.MemoryKind;
import dev.fanfare.server.admin.LoadHistory.Series;
import dev.fanfare.server.admin.NodeSummary.Budget;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads the counters of this node every second, and sends the state of the cluster to the open pages. Thread-safe. The cluster is asked
 * once per second, regardless of the number of pages, and only while a page is open.
 */
final class LoadMonitor implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(LoadMonitor.class);
    private static final Duration SURVEY = Duration.ofMillis(800);
    private static final long MILLIS_PER_SECOND = 1_000;
    private static final double NANOS_PER_SECOND = 1e9;
    private static final int MAX_RANGE = 3_600;

    private final Node node;
    private final AdminSource source;
    private final NodeSurvey survey;
    private final InstantSource clock;
    private final long startedMillis;
    private final LoadHistory history = new LoadHistory();
    private final Set<AdminStream> pages = ConcurrentHashMap.newKeySet();
    private final AtomicBoolean asking = new AtomicBoolean();
    private final CountDownLatch closed = new CountDownLatch(1);
    private volatile LoadTotals totals;
    private volatile LoadSample latest;
    private long readNanos;

    LoadMonitor(Node node, AdminSource source, NodeSurvey survey, InstantSource clock) {
        this.node = node;
        this.source = source;
        this.survey = survey;
        this.clock = clock;
        this.startedMillis = clock.millis();
        this.totals = LoadTotals.read(source.registry());
        this.readNanos = System.nanoTime();
        this.latest = LoadSample.between(totals, totals, 1, startedMillis / MILLIS_PER_SECOND, 0, heapUsed());
        survey.answer("summary", Question.class, question -> here());
        survey.answer("history", Question.class, question -> history.last(question.range));
    }

    /**
     * A question to a node.
     *
     * @param range in seconds
     */
    record Question(int range) {}

    /** The history of the nodes. */
    record ClusterHistory(Map<String, Series> nodes, List<String> missing) {}

    /** Adds the routes and starts to read. */
    void start(AdminRoutes routes) {
        routes.get("summary", request -> summary());
        routes.get("history", request -> history(request.number("range", MAX_RANGE, 1, MAX_RANGE)));
        routes.stream("stream", (request, page) -> {
            pages.add(page);
            return () -> pages.remove(page);
        });
        Thread.ofVirtual().name("fanfare-admin-load").start(this::run);
    }

    private ClusterSummary summary() {
        var answers = survey.ask("summary", new Question(0), NodeSummary.class, SURVEY);
        return new ClusterSummary(
                clock.millis(),
                node.topics().self(),
                answers.all(),
                answers.missing(),
                ClusterSummary.Sums.of(answers.all()));
    }

    private ClusterHistory history(int range) {
        var answers = survey.ask("history", new Question(range), Series.class, SURVEY);
        return new ClusterHistory(answers.byNode(), answers.missing());
    }

    private NodeSummary here() {
        var load = latest;
        var runtime = Runtime.getRuntime();
        var budgets = new LinkedHashMap<String, Budget>();
        for (var kind : MemoryKind.values()) {
            var budget = node.governor().budget(kind);
            budgets.put(kind.label(), new Budget(budget.used(), budget.limit()));
        }
        return new NodeSummary(
                node.topics().self(),
                source.version(),
                (clock.millis() - startedMillis) / MILLIS_PER_SECOND,
                (long) load.connections(),
                node.clients().userCount(),
                (long) load.subscriptions(),
                node.channelCount(),
                load.publications(),
                load.deliveries(),
                load.bytes(),
                load.drops(),
                load.disconnects(),
                totals.disconnects(),
                load.loopLag(),
                load.fanOut(),
                heapUsed(),
                runtime.maxMemory(),
                budgets,
                node.engine().isReady(),
                node.isOverloaded(),
                source.controls().isDraining(),
                source.configuration().get());
    }

    private void run() {
        try {
            while (!closed.await(MILLIS_PER_SECOND - clock.millis() % MILLIS_PER_SECOND, TimeUnit.MILLISECONDS)) {
                tick();
            }
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }

    private void tick() {
        try {
            read();
            if (!pages.isEmpty() && !asking.getAndSet(true)) {
                Thread.ofVirtual().name("fanfare-admin-survey").start(this::sendToPages);
            }
        } catch (RuntimeException failure) {
            LOG.error("the load of this node cannot be read", failure);
        }
    }

    /** Reads the counters; the load is the difference from the previous reading. */
    private void read() {
        var before = totals;
        var after = LoadTotals.read(source.registry());
        long now = System.nanoTime();
        latest = LoadSample.between(
                before,
                after,
                Math.max(1, now - readNanos) / NANOS_PER_SECOND,
                clock.millis() / MILLIS_PER_SECOND,
                node.channelCount(),
                heapUsed());
        totals = after;
        readNanos = now;
        history.add(latest);
    }

    private void sendToPages() {
        try {
            var summary = summary();
            new ArrayList<>(pages).forEach(page -> page.send("summary", summary));
        } catch (RuntimeException failure) {
            LOG.warn("the nodes cannot be asked for their state: {}", failure.toString());
        } finally {
            asking.set(false);
        }
    }

    private static long heapUsed() {
        var runtime = Runtime.getRuntime();
        return runtime.totalMemory() - runtime.freeMemory();
    }

    @Override
    public void close() {
        closed.countDown();
    }
}
