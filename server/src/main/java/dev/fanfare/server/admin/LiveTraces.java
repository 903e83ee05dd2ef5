package dev.fanfare.server.admin;

import dev.fanfare.core.node.Node;
import dev.fanfare.core.trace.TraceTarget;
import dev.fanfare.core.trace.Traces;
import dev.fanfare.model.client.DisconnectReason;
import dev.fanfare.server.json.JsonBinding;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The traces of the operators on this node: {@code GET /admin/api/trace} starts one on all nodes and streams its events; it ends with
 * the stream. Thread-safe.
 */
final class LiveTraces implements AutoCloseable {
    static final int MAX_SECONDS = 600;

    private static final Logger LOG = LoggerFactory.getLogger(LiveTraces.class);
    private static final int DEFAULT_SECONDS = 60;
    private static final Duration RENEWAL = Duration.ofSeconds(5);
    private static final Duration SILENCE = Duration.ofSeconds(6);
    private static final Duration TICK = Duration.ofSeconds(1);

    private final Node node;
    private final InstantSource clock;
    private final NodeTraces nodeTraces;
    private final Map<String, Followed> followed = new ConcurrentHashMap<>();

    LiveTraces(Node node, InstantSource clock) {
        this.node = node;
        this.clock = clock;
        this.nodeTraces = new NodeTraces(node, clock);
    }

    /** The trace runs on this node. */
    record Started(String node) {}

    /** The end of a trace. */
    record End(String reason) {}

    /** A trace that an operator follows on this node. */
    private static final class Followed {
        private final String id = UUID.randomUUID().toString();
        private final TraceTarget target;
        private final AdminStream stream;
        private final CountDownLatch ended = new CountDownLatch(1);
        private final Map<String, Long> heardNanos = new ConcurrentHashMap<>();
        /** Events that were not sent because the operator's connection is slow. */
        private final AtomicLong unsent = new AtomicLong();

        Followed(TraceTarget target, AdminStream stream) {
            this.target = target;
            this.stream = stream;
        }

        void send(TracePart part) {
            long leftOut = part.leftOut() + unsent.getAndSet(0);
            stream.send(
                    "trace",
                    new TracePart(part.id(), part.lines(), leftOut),
                    () -> unsent.addAndGet(part.lines().size() + leftOut));
        }
    }

    void start(AdminRoutes routes) {
        nodeTraces.start();
        node.topics().listen(NodeTraces.PARTS, this::onPart);
        routes.stream("trace", (request, stream) -> open(routes, request, stream));
    }

    private Runnable open(AdminRoutes routes, AdminRequest request, AdminStream stream) {
        Followed trace;
        int seconds;
        try {
            trace = new Followed(target(request), stream);
            seconds = request.number("seconds", DEFAULT_SECONDS, 1, MAX_SECONDS);
            if (followed.size() >= Traces.MAX_TRACES) {
                throw new AdminException(
                        503, "at most " + Traces.MAX_TRACES + " traces can run; stop another one first");
            }
        } catch (AdminException invalid) {
            end(stream, String.valueOf(invalid.getMessage()));
            return () -> {};
        }
        var target = trace.target.kind() + " " + trace.target.name();
        routes.audit(request, "start trace", target, "done");
        followed.put(trace.id, trace);
        Thread.ofVirtual().name("fanfare-trace-operator").start(() -> run(trace, seconds));
        var publications = trace.target.kind() == TraceTarget.Scope.CHANNEL
                ? TracedChannel.follow(
                        node,
                        stream.loop(),
                        trace.target.name(),
                        (name, channel, data) -> nodeTraces.recordPush(trace.id, name, channel, data))
                : (Runnable) () -> {};
        return () -> {
            publications.run();
            trace.ended.countDown();
            routes.audit(request, "stop trace", target, "done");
        };
    }

    private static TraceTarget target(AdminRequest request) {
        var targets = Stream.of(TraceTarget.Scope.values())
                .map(kind -> new TraceTarget(kind, request.text(kind.name().toLowerCase(Locale.ROOT))))
                .filter(target -> !target.name().isEmpty())
                .toList();
        if (targets.size() != 1) {
            throw new AdminException(400, "one of user, client and channel is required");
        }
        return targets.getFirst();
    }

    private void run(Followed trace, int seconds) {
        try {
            for (int second = 0; second < seconds; second++) {
                if (second % RENEWAL.toSeconds() == 0) {
                    tellAll(NodeTraces.Control.start(trace.id, trace.target));
                }
                if (trace.ended.await(TICK.toMillis(), TimeUnit.MILLISECONDS)) {
                    return;
                }
                reportLost(trace);
            }
            end(trace.stream, "the trace has reached its duration of " + seconds + " s");
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        } finally {
            followed.remove(trace.id);
            tellAll(NodeTraces.Control.stop(trace.id));
        }
    }

    private void reportLost(Followed trace) {
        long now = System.nanoTime();
        trace.heardNanos.forEach((name, heard) -> {
            if (now - heard > SILENCE.toNanos() && trace.heardNanos.remove(name, heard)) {
                var note = TraceLine.note(
                        clock.millis(), name, "the node does not answer; its part of the trace has ended");
                trace.send(new TracePart(trace.id, List.of(note), 0));
            }
        });
    }

    private void onPart(String fromNode, byte[] message) {
        var part = JsonBinding.read(message, TracePart.class);
        var trace = followed.get(part.id());
        if (trace != null) {
            if (trace.heardNanos.put(fromNode, System.nanoTime()) == null) {
                trace.stream.send("started", new Started(fromNode));
            }
            if (!part.lines().isEmpty() || part.leftOut() > 0) {
                trace.send(part);
            }
        }
    }

    private void tellAll(NodeTraces.Control control) {
        node.topics().sendAll(NodeTraces.CONTROL, JsonBinding.write(control)).exceptionally(failure -> {
            LOG.debug("cannot reach the nodes for a trace", failure);
            return null;
        });
    }

    private static void end(AdminStream stream, String reason) {
        stream.send("end", new End(reason));
        stream.close(DisconnectReason.CONNECTION_CLOSED);
    }

    @Override
    public void close() {
        nodeTraces.close();
        followed.values().forEach(trace -> trace.ended.countDown());
    }
}
