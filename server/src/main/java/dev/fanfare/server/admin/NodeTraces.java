package dev.fanfare.server.admin;

import dev.fanfare.core.node.Node;
import dev.fanfare.core.trace.Trace;
import dev.fanfare.core.trace.TraceTarget;
import dev.fanfare.model.channel.Payload;
import dev.fanfare.server.json.JsonBinding;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The part of this node in the traces of all operators. Thread-safe. A trace ends if its operator's node does not renew it in time, so
 * that no trace stays behind.
 */
final class NodeTraces implements AutoCloseable {
    /** Topic of the requests to start, renew and stop a trace. */
    static final String CONTROL = "admin.trace";

    /** Topic of the parts. */
    static final String PARTS = "admin.trace-parts";

    static final Duration LEASE = Duration.ofSeconds(15);

    private static final Logger LOG = LoggerFactory.getLogger(NodeTraces.class);
    private static final Duration TICK = Duration.ofMillis(250);
    /** A part without lines tells the operator's node that this node is alive. */
    private static final Duration SIGN_OF_LIFE = Duration.ofSeconds(2);

    private static final int MAX_LINES = 50;
    private static final long NANOS_PER_MILLI = 1_000_000;

    private final Node node;
    private final InstantSource clock;
    private final Map<String, Part> parts = new ConcurrentHashMap<>();
    private final CountDownLatch closed = new CountDownLatch(1);

    NodeTraces(Node node, InstantSource clock) {
        this.node = node;
        this.clock = clock;
    }

    /**
     * A request of the operator's node.
     *
     * @param kind of the target, in lower case; null to stop
     * @param name of the target; null to stop
     */
    record Control(
            String id, @Nullable String kind, @Nullable String name) {
        static Control start(String id, TraceTarget target) {
            return new Control(id, target.kind().name().toLowerCase(Locale.ROOT), target.name());
        }

        static Control stop(String id) {
            return new Control(id, null, null);
        }
    }

    /** The part of one trace. */
    private static final class Part {
        private final String operatorNode;
        private final String id;
        private final Trace trace;
        private volatile long renewedNanos = System.nanoTime();
        private volatile boolean stopped;

        Part(String operatorNode, String id, Trace trace) {
            this.operatorNode = operatorNode;
            this.id = id;
            this.trace = trace;
        }
    }

    void start() {
        node.topics().listen(CONTROL, this::onControl);
    }

    /** Records a push of a channel in the trace with this id, if it runs on this node. */
    void recordPush(String id, String name, String channel, @Nullable Payload data) {
        var part = parts.get(id);
        if (part != null) {
            node.traces().recordPush(part.trace, name, channel, data);
        }
    }

    private void onControl(String fromNode, byte[] message) {
        var control = JsonBinding.read(message, Control.class);
        if (control.kind() == null || control.name() == null) {
            var part = parts.get(control.id());
            if (part != null) {
                part.stopped = true;
            }
            return;
        }
        var known = parts.get(control.id());
        if (known != null) {
            known.renewedNanos = System.nanoTime();
            return;
        }
        begin(
                fromNode,
                control.id(),
                new TraceTarget(TraceTarget.Scope.valueOf(control.kind().toUpperCase(Locale.ROOT)), control.name()));
    }

    private void begin(String operatorNode, String id, TraceTarget target) {
        Trace trace;
        try {
            trace = node.traces().start(target);
        } catch (IllegalStateException full) {
            send(operatorNode, id, List.of(note(String.valueOf(full.getMessage()))), 0);
            return;
        }
        var part = new Part(operatorNode, id, trace);
        parts.put(id, part);
        node.clients().attachTraces(target);
        Thread.ofVirtual().name("fanfare-trace").start(() -> run(part));
    }

    private void run(Part part) {
        long sentNanos = System.nanoTime() - SIGN_OF_LIFE.toNanos();
        try {
            while (!closed.await(TICK.toMillis(), TimeUnit.MILLISECONDS) && isWanted(part)) {
                long now = System.nanoTime();
                boolean sent = send(part);
                if (!sent && now - sentNanos >= SIGN_OF_LIFE.toNanos()) {
                    send(part.operatorNode, part.id, List.of(), 0);
                    sent = true;
                }
                sentNanos = sent ? now : sentNanos;
            }
            send(part);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        } finally {
            parts.remove(part.id);
            node.traces().stop(part.trace);
            node.clients().attachTraces(part.trace.target());
        }
    }

    private static boolean isWanted(Part part) {
        return !part.stopped && System.nanoTime() - part.renewedNanos < LEASE.toNanos();
    }

    /** Sends the recorded events; returns false if there were none. */
    private boolean send(Part part) {
        var batch = part.trace.take();
        if (batch.isEmpty()) {
            return false;
        }
        var self = node.topics().self();
        long now = clock.millis();
        var lines = batch.events().stream()
                .map(event -> TraceLine.of(self, now - (batch.nanos() - event.nanos()) / NANOS_PER_MILLI, event))
                .toList();
        send(part.operatorNode, part.id, lines.subList(0, Math.min(MAX_LINES, lines.size())), batch.leftOut());
        for (int from = MAX_LINES; from < lines.size(); from += MAX_LINES) {
            send(part.operatorNode, part.id, lines.subList(from, Math.min(from + MAX_LINES, lines.size())), 0);
        }
        return true;
    }

    private void send(String operatorNode, String id, List<TraceLine> lines, long leftOut) {
        node.topics()
                .send(operatorNode, PARTS, JsonBinding.write(new TracePart(id, lines, leftOut)))
                .exceptionally(failure -> {
                    LOG.debug("cannot send a part of a trace to node {}", operatorNode, failure);
                    return null;
                });
    }

    private TraceLine note(String text) {
        return TraceLine.note(clock.millis(), node.topics().self(), text);
    }

    @Override
    public void close() {
        closed.countDown();
    }
}
