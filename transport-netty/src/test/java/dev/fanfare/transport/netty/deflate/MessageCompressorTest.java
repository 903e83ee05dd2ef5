package dev.fanfare.transport.netty.deflate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fanfare.testkit.client.Deflated;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MessageCompressorTest {
    private final PerMessageDeflate deflate = new PerMessageDeflate(CompressionSettings.DEFAULTS);

    @AfterEach
    void endsAll() {
        deflate.close();
        assertThat(deflate.alive()).isZero();
    }

    @ParameterizedTest
    @CsvSource({"8, 255", "8, 256", "8, 257", "9, 100000", "12, 70000", "15, 512", "15, 32768", "15, 300000"})
    void compress_text_isShorterAndRoundTrips(int windowBits, int size) {
        var message = words(size);

        var compressed = Objects.requireNonNull(deflate.compressor(windowBits).compress(message));

        assertThat(compressed.length).isLessThan(size);
        assertThat(Deflated.inflate(compressed)).isEqualTo(message);
    }

    /** A repeated incompressible block can be compressed only with a window of at least its length. */
    @ParameterizedTest
    @ValueSource(ints = {8, 9, 10, 11, 12, 13, 14})
    void compress_smallWindow_staysWithinIt(int windowBits) {
        int window = 1 << windowBits;
        var half = random(window);
        var twice = new byte[2 * window];
        System.arraycopy(half, 0, twice, 0, window);
        System.arraycopy(half, 0, twice, window, window);

        assertThat(deflate.compressor(windowBits).compress(twice)).isNull();
        assertThat(deflate.compressor(DeflateAgreement.MAX_WINDOW_BITS).compress(twice))
                .isNotNull();
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 10, 1_000, 100_000})
    void compress_noise_returnsNull(int size) {
        assertThat(deflate.compressor(DeflateAgreement.MAX_WINDOW_BITS).compress(random(size)))
                .isNull();
    }

    @Test
    void compress_sameMessage_returnsSameBytes() {
        var compressor = deflate.compressor(DeflateAgreement.MAX_WINDOW_BITS);
        var first = compressor.compress(words(5_000));
        compressor.compress(random(10_000));
        compressor.compress(words(777));

        assertThat(compressor.compress(words(5_000))).isEqualTo(first);
    }

    @Test
    void compress_manyThreads_keepsFewCompressors() {
        var compressor = deflate.compressor(DeflateAgreement.MAX_WINDOW_BITS);
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var results = IntStream.range(0, 1_000)
                    .mapToObj(i -> CompletableFuture.runAsync(
                            () -> {
                                var message = words(1_000 + i);
                                var compressed = Objects.requireNonNull(compressor.compress(message));
                                assertThat(Deflated.inflate(compressed)).isEqualTo(message);
                            },
                            threads))
                    .toList();
            results.forEach(CompletableFuture::join);
        }

        assertThat(deflate.alive()).isLessThanOrEqualTo(Runtime.getRuntime().availableProcessors());
    }

    @Test
    void compress_afterClose_worksAndFreesMemory() {
        deflate.close();

        assertThat(deflate.compressor(DeflateAgreement.MAX_WINDOW_BITS).compress(words(1_000)))
                .isNotNull();
        assertThat(deflate.alive()).isZero();
    }

    static byte[] words(int size) {
        var text = new StringBuilder();
        for (int i = 0; text.length() < size; i++) {
            text.append("{\"price\":").append(i * 7919 % 1_000).append("},");
        }
        return text.substring(0, size).getBytes(StandardCharsets.US_ASCII);
    }

    static byte[] random(int size) {
        var bytes = new byte[size];
        new Random(size).nextBytes(bytes);
        return bytes;
    }
}
