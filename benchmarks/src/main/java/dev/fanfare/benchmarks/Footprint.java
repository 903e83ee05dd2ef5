package dev.fanfare.benchmarks;

import dev.fanfare.core.fake.Brokers;
import dev.fanfare.core.fake.Engines;
import dev.fanfare.core.fake.IgnoringConnection;
import dev.fanfare.core.fake.IgnoringHandler;
import dev.fanfare.core.fake.IgnoringListener;
import dev.fanfare.core.fake.PlainFraming;
import dev.fanfare.core.fake.VirtualLoop;
import dev.fanfare.core.memory.MemoryBroker;
import dev.fanfare.core.node.Node;
import dev.fanfare.core.node.NodeSettings;
import dev.fanfare.core.node.SubscribeRequest;
import dev.fanfare.core.protocol.RawEncoder;
import dev.fanfare.core.session.Session;
import dev.fanfare.model.channel.ChannelOptions;
import dev.fanfare.model.channel.HistoryRetention;
import dev.fanfare.model.channel.Payload;
import dev.fanfare.model.channel.Publication;
import dev.fanfare.model.channel.PublishOptions;
import dev.fanfare.model.monitoring.Metrics;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Logs the live heap per object of several kinds, measured with many objects and a full garbage collection before and
 * after.
 */
public final class Footprint {
    private static final Logger LOG = LoggerFactory.getLogger(Footprint.class);
    private static final int COUNT = 100_000;
    private static final IgnoringHandler HANDLER = new IgnoringHandler();
    private static final int COLLECTIONS = 4;
    private static final int PAYLOAD_BYTES = 128;
    private static final int HISTORY_SIZE = 100;
    private static final Duration HISTORY_AGE = Duration.ofMinutes(1);
    private static final HistoryRetention RETENTION =
            new HistoryRetention(HISTORY_SIZE, HISTORY_AGE, Duration.ofDays(1));

    /** Keeps the measured objects reachable. */
    private final List<Object> kept = new ArrayList<>();

    private Footprint() {}

    public static void main(String[] arguments) {
        var footprint = new Footprint();
        footprint.history();
        footprint.idempotencyKeys();
        footprint.sessions();
    }

    private void history() {
        var loop = new VirtualLoop();
        var broker = broker(loop);
        long before = liveBytes();
        for (int i = 0; i < COUNT; i++) {
            broker.publish("channel-" + i, message(), PublishOptions.NONE.withRetention(RETENTION));
        }
        report("channel with a history of one message of " + PAYLOAD_BYTES + " bytes", liveBytes() - before);
        loop.advance(HISTORY_AGE.plusMinutes(2));
        report("the same after its history expired", liveBytes() - before);
        keep(broker);
    }

    private void idempotencyKeys() {
        var broker = broker(new VirtualLoop());
        long before = liveBytes();
        for (int i = 0; i < COUNT; i++) {
            var options = PublishOptions.NONE.withIdempotencyKey("message-" + i);
            broker.publish("channel", message(), options);
        }
        report("idempotency key, no history", liveBytes() - before);
        keep(broker);
    }

    private void sessions() {
        var loop = new VirtualLoop();
        var node = new Node(List.of(loop), Engines.memory(loop), NodeSettings.DEFAULTS, Metrics.NONE);
        var sessions = new ArrayList<Session>(COUNT);
        long before = liveBytes();
        for (int i = 0; i < COUNT; i++) {
            sessions.add(node.open(new IgnoringConnection(loop), opened -> new IgnoringListener()));
        }
        report("idle session", liveBytes() - before);
        var recoverable = ChannelOptions.defaults()
                .withHistory(new HistoryRetention(100, Duration.ofMinutes(10), Duration.ofDays(30)))
                .recovery();
        subscribe("direct subscription, all in one channel", node, loop, sessions, i -> "d", ChannelOptions.defaults());
        subscribe("direct subscription, alone", node, loop, sessions, i -> "d" + i, ChannelOptions.defaults());
        subscribe("recoverable subscription, all in one channel", node, loop, sessions, i -> "r", recoverable);
        subscribe("recoverable subscription, alone", node, loop, sessions, i -> "r" + i, recoverable);
        keep(node, sessions);
    }

    private static void subscribe(
            String what,
            Node node,
            VirtualLoop loop,
            List<Session> sessions,
            IntFunction<String> channel,
            ChannelOptions options) {
        var encoder = new RawEncoder(PlainFraming.PLAIN);
        long before = liveBytes();
        for (int i = 0; i < COUNT; i++) {
            var request = new SubscribeRequest(channel.apply(i), encoder, options, null, false);
            node.subscribe(sessions.get(i), request, HANDLER);
        }
        loop.runAll();
        report(what, liveBytes() - before);
    }

    private static MemoryBroker broker(VirtualLoop loop) {
        var broker = Brokers.memory(loop);
        broker.start((channel, push) -> {});
        return broker;
    }

    private static Publication message() {
        return Publication.of(Payload.text("x".repeat(PAYLOAD_BYTES)));
    }

    private void keep(Object... measured) {
        kept.addAll(List.of(measured));
    }

    private static long liveBytes() {
        for (int i = 0; i < COLLECTIONS; i++) {
            System.gc();
        }
        var runtime = Runtime.getRuntime();
        return runtime.totalMemory() - runtime.freeMemory();
    }

    private static void report(String what, long bytes) {
        LOG.info("{} bytes: {}", Math.round((double) bytes / COUNT), what);
    }
}
