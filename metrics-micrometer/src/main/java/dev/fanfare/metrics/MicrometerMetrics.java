package dev.fanfare.metrics;

import dev.fanfare.model.monitoring.Metrics;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;

/** The metrics of core in a Micrometer registry, with the prefix {@code fanfare.}. Thread-safe. */
public final class MicrometerMetrics implements Metrics {
    /** Highest close code with a separate tag (RFC 6455, 7.4.1): clients may send many others. */
    private static final int LAST_STANDARD_CODE = 1015;

    private static final double[] OUTBOX_BYTES = {1, 1 << 10, 16 << 10, 64 << 10, 256 << 10, 1 << 20};

    private final MeterRegistry registry;
    private final LongAdder sessions = new LongAdder();
    private final LongAdder subscriptions = new LongAdder();
    private final Counter opened;
    private final Counter messages;
    private final Counter receivedBytes;
    private final Counter repliedBytes;
    private final Counter deliveries;
    private final Counter deliveredBytes;
    private final DistributionSummary outbox;
    private final Timer loopLag;
    private final Timer fanOut;
    private final Timer accepted;
    private final Timer refused;
    private final Counter oldestDropped;
    private final Counter conflated;
    private final Counter missed;
    private final Map<Operation, Counter> engineFailures = new EnumMap<>(Operation.class);

    /** Registers the meters. */
    public MicrometerMetrics(MeterRegistry registry) {
        this.registry = registry;
        gauge("fanfare.sessions", sessions, "Connected clients.");
        gauge("fanfare.subscriptions", subscriptions, "Subscriptions of clients.");
        opened = counter("fanfare.sessions.opened", "Connections opened since the start.");
        messages = counter("fanfare.messages.received", "Messages from clients.");
        receivedBytes = counter("fanfare.received.bytes", "Bytes of messages from clients.");
        repliedBytes =
                counter("fanfare.replied.bytes", "Bytes of replies, pings and other frames for a single client.");
        deliveries =
                counter("fanfare.deliveries", "Publications delivered to clients; one per publication and client.");
        deliveredBytes = counter("fanfare.delivered.bytes", "Bytes of publications delivered to clients.");
        outbox = DistributionSummary.builder("fanfare.outbox")
                .description("Bytes queued for a client, sampled at each ping.")
                .baseUnit("bytes")
                .serviceLevelObjectives(OUTBOX_BYTES)
                .register(registry);
        loopLag = timer("fanfare.loop.lag", "Delay of the event loops.");
        fanOut = timer(
                "fanfare.fanout",
                "Time from the arrival of a publication at this node until it is in the socket or outbox of its last client.");
        accepted = publishing("accepted");
        refused = publishing("failed");
        oldestDropped = drops(DropReason.OLDEST);
        conflated = drops(DropReason.CONFLATED);
        missed = counter(
                "fanfare.channels.missed",
                "Channels without positions that may have missed publications, per incident.");
        for (var operation : Operation.values()) {
            engineFailures.put(operation, failures(operation));
        }
    }

    @Override
    public void sessionOpened() {
        opened.increment();
        sessions.increment();
    }

    @Override
    public void sessionClosed(int code) {
        sessions.decrement();
        byCode("fanfare.sessions.closed", "Closed connections.", code <= LAST_STANDARD_CODE ? "" + code : "other");
    }

    @Override
    public void disconnected(int code) {
        byCode("fanfare.disconnects", "Connections closed by this server.", "" + code);
    }

    @Override
    public void subscriptionOpened() {
        subscriptions.increment();
    }

    @Override
    public void subscriptionClosed() {
        subscriptions.decrement();
    }

    @Override
    public void unsubscribed(int code) {
        byCode("fanfare.unsubscribes", "Subscriptions ended by this server.", "" + code);
    }

    @Override
    public void received(int bytes) {
        messages.increment();
        receivedBytes.increment(bytes);
    }

    @Override
    public void replied(int bytes) {
        repliedBytes.increment(bytes);
    }

    @Override
    public void published(long nanos, boolean isAccepted) {
        (isAccepted ? accepted : refused).record(nanos, TimeUnit.NANOSECONDS);
    }

    @Override
    public void delivered(long count, long bytes) {
        deliveries.increment((double) count);
        deliveredBytes.increment((double) bytes);
    }

    @Override
    public void handedOut(long nanos) {
        fanOut.record(nanos, TimeUnit.NANOSECONDS);
    }

    @Override
    public void dropped(DropReason reason, int publications) {
        var drops = switch (reason) {
            case OLDEST -> oldestDropped;
            case CONFLATED -> conflated;
        };
        drops.increment(publications);
    }

    @Override
    public void outbox(int bytes) {
        outbox.record(bytes);
    }

    @Override
    public void loopLag(long nanos) {
        loopLag.record(nanos, TimeUnit.NANOSECONDS);
    }

    @Override
    public void failed(Operation operation) {
        Objects.requireNonNull(engineFailures.get(operation)).increment();
    }

    @Override
    public void missed(int channels) {
        missed.increment(channels);
    }

    private void gauge(String name, LongAdder value, String description) {
        Gauge.builder(name, value, LongAdder::sum).description(description).register(registry);
    }

    private Counter counter(String name, String description) {
        return Counter.builder(name).description(description).register(registry);
    }

    private void byCode(String name, String description, String code) {
        Counter.builder(name)
                .description(description)
                .tag("code", code)
                .register(registry)
                .increment();
    }

    private Timer timer(String name, String description) {
        return Timings.builder(name, description).register(registry);
    }

    private Timer publishing(String outcome) {
        return Timings.builder("fanfare.publish", "Time from a publish call on this node to the reply of the engine.")
                .tag("outcome", outcome)
                .register(registry);
    }

    private Counter failures(Operation operation) {
        return Counter.builder("fanfare.engine.failures")
                .description("Failed background operations of the engine.")
                .tag("operation", tag(operation))
                .register(registry);
    }

    private Counter drops(DropReason reason) {
        return Counter.builder("fanfare.drops")
                .description("Publications dropped for slow clients.")
                .tag("reason", tag(reason))
                .register(registry);
    }

    private static String tag(Enum<?> one) {
        return one.name().toLowerCase(Locale.ROOT);
    }
}
