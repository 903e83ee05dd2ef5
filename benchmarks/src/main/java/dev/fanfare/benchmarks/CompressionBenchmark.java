package dev.fanfare.benchmarks;

import dev.fanfare.transport.netty.deflate.CompressionSettings;
import dev.fanfare.transport.netty.deflate.DeflateAgreement;
import dev.fanfare.transport.netty.deflate.ExtensionOffer;
import dev.fanfare.transport.netty.deflate.MessageCompressor;
import dev.fanfare.transport.netty.deflate.MessageInflater;
import dev.fanfare.transport.netty.deflate.PerMessageDeflate;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/** Compresses and decompresses one JSON message: the cost of a message that is not shared. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class CompressionBenchmark {
    private static final int CHUNK_BYTES = 16 * 1024;
    private static final int WINDOW_BITS = 15;

    /** Length of the message. */
    @Param({"64", "512", "1024", "16384"})
    private int size;

    /** Compression level. */
    @Param({"1", "6"})
    private int level;

    private PerMessageDeflate deflate = new PerMessageDeflate(CompressionSettings.DEFAULTS);
    private MessageCompressor compressor = deflate.compressor(WINDOW_BITS);
    private MessageInflater inflater = deflate.inflater(agreement(deflate), new byte[CHUNK_BYTES]);

    private byte[] message = {};
    private byte[] compressed = {};
    private final Whole whole = new Whole();

    /** Creates the message. */
    @Setup
    public void prepare() {
        deflate = new PerMessageDeflate(CompressionSettings.DEFAULTS.withLevel(level));
        compressor = deflate.compressor(WINDOW_BITS);
        inflater = deflate.inflater(agreement(deflate), new byte[CHUNK_BYTES]);
        var random = new Random(1);
        var rows = new StringBuilder();
        while (rows.length() < size) {
            rows.append("{\"bid\":").append(random.nextInt(50_000) / 100.0).append(",\"volume\":");
            rows.append(random.nextInt(100_000)).append("},");
        }
        message = rows.substring(0, size).getBytes(StandardCharsets.US_ASCII);
        compressed = Objects.requireNonNull(compressor.compress(message));
    }

    /** Frees native memory. */
    @TearDown
    public void close() {
        deflate.close();
    }

    /** Returns the compressed length as evidence of the work. */
    @Benchmark
    public int compress() {
        return Objects.requireNonNull(compressor.compress(message)).length;
    }

    /** Returns true if the complete message was restored. */
    @Benchmark
    public boolean inflate() {
        whole.size = 0;
        return inflater.add(compressed, compressed.length, whole) == compressed.length
                && inflater.finish(whole)
                && whole.size == size;
    }

    private static DeflateAgreement agreement(PerMessageDeflate deflate) {
        var offers = Objects.requireNonNull(ExtensionOffer.parse(List.of("permessage-deflate")));
        return Objects.requireNonNull(deflate.negotiate(offers));
    }

    private static final class Whole implements MessageInflater.Output {
        private final byte[] bytes = new byte[CHUNK_BYTES];
        private int size;

        @Override
        public boolean append(byte[] piece, int length) {
            System.arraycopy(piece, 0, bytes, size, length);
            size += length;
            return true;
        }

        @Override
        public byte[] bytes() {
            return bytes;
        }

        @Override
        public int size() {
            return size;
        }
    }
}
