package dev.fanfare.cli.bench;

import java.util.List;
import java.util.Map;

/**
 * The result of a run, or of several merged runs; its JSON form is documented in docs/bench.md. Immutable.
 *
 * @param schema version of the JSON form
 * @param startedMillis start of the measurement, in milliseconds since 1970
 * @param seconds duration of the measurement
 * @param interrupted whether the run was ended early by the user
 * @param failure why the run ended early; empty if it did not fail
 * @param setups what each process did
 * @param errors number of errors by kind
 * @param latency from the intended time of a publication to its delivery
 * @param sendDelay from the intended time of a publication to its sending
 * @param connectTime from the start of a connection to its subscription
 * @param series the measurement second by second
 * @param saturation whether the load test was the bottleneck
 */
public record BenchResult(
        int schema,
        long startedMillis,
        double seconds,
        boolean interrupted,
        String failure,
        List<Setup> setups,
        Connections connections,
        Publications publications,
        Deliveries deliveries,
        Map<String, Long> errors,
        Latency latency,
        Latency sendDelay,
        Latency connectTime,
        List<Sample> series,
        Saturation saturation) {
    /** The current version of the JSON form. */
    public static final int SCHEMA = 1;

    /** What one process did; {@code load} is a rate or a window. */
    public record Setup(
            String protocol,
            String url,
            String publishing,
            int connections,
            int channels,
            int publishers,
            String load,
            int payloadBytes) {}

    /**
     * The subscribers.
     *
     * @param subscribed subscribers that were connected and subscribed before the first publication
     * @param lost connections that the server or the network ended
     * @param reconnected connections that were established again in reconnect storms
     * @param slow subscribers that stopped reading
     */
    public record Connections(int requested, int subscribed, int lost, long reconnected, int slow) {}

    /** The publications of the whole run; {@code perSecond} is that of the measurement. */
    public record Publications(long sent, long accepted, double perSecond) {}

    /**
     * The deliveries of the whole run to subscribers that read; rates are those of the measurement.
     *
     * @param lost publications that a subscriber did not receive although it was connected
     * @param unresolved publications that may have been on their way when a connection ended; not part of the expected ones
     * @param duplicates publications that a subscriber received again
     * @param outOfOrder publications that a subscriber received after a later one of their channel and publisher
     * @param unexpected publications of channels to which the receiver is not subscribed
     */
    public record Deliveries(
            long expected,
            long received,
            long lost,
            long unresolved,
            long duplicates,
            long outOfOrder,
            long unexpected,
            double perSecond,
            double bytesPerSecond) {}

    /**
     * A second of the measurement.
     *
     * @param millis its end, in milliseconds since 1970
     */
    public record Sample(long millis, long publications, long deliveries, Latency latency) {}

    /** Whether the run ended as planned, and nothing was lost, duplicated or reordered. */
    public boolean succeeded() {
        return failure.isEmpty()
                && errors.isEmpty()
                && deliveries.lost == 0
                && deliveries.duplicates == 0
                && deliveries.outOfOrder == 0
                && deliveries.unexpected == 0;
    }
}
