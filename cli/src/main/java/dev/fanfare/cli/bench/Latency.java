package dev.fanfare.cli.bench;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Base64;
import java.util.zip.DataFormatException;
import java.util.zip.Deflater;
import org.HdrHistogram.Histogram;

/**
 * A distribution of durations. Immutable.
 *
 * @param count number of values
 * @param p50 median in milliseconds, and so on
 * @param histogram all values in nanoseconds, in the compressed encoding of HdrHistogram, in Base64
 */
public record Latency(long count, double p50, double p90, double p99, double p999, double max, String histogram) {
    private static final double MILLION = 1e6;

    static Latency of(Histogram values) {
        return new Latency(
                values.getTotalCount(),
                millis(values, 50),
                millis(values, 90),
                millis(values, 99),
                millis(values, 99.9),
                millis(values, 100),
                encode(values));
    }

    static double millis(Histogram values, double percentile) {
        return values.getValueAtPercentile(percentile) / MILLION;
    }

    private static String encode(Histogram values) {
        var buffer = ByteBuffer.allocate(values.getNeededByteBufferCapacity());
        int size = values.encodeIntoCompressedByteBuffer(buffer, Deflater.BEST_COMPRESSION);
        return Base64.getEncoder().encodeToString(Arrays.copyOf(buffer.array(), size));
    }

    /**
     * Returns all values.
     *
     * @throws IllegalArgumentException if the histogram is malformed
     */
    Histogram values() {
        try {
            return Histogram.decodeFromCompressedByteBuffer(
                    ByteBuffer.wrap(Base64.getDecoder().decode(histogram)), 0);
        } catch (DataFormatException | RuntimeException malformed) {
            throw new IllegalArgumentException("a histogram is malformed: " + malformed.getMessage(), malformed);
        }
    }

    /** The distribution of the values of both. */
    Latency plus(Latency other) {
        var sum = values();
        sum.add(other.values());
        return of(sum);
    }
}
