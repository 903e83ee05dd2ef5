package dev.fanfare.engine.redis;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fanfare.model.channel.EngineException;
import dev.fanfare.model.channel.OverloadedException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class HeavyReadsTest {
    private static final long LARGE = HeavyReads.MAX_BYTES / HeavyReads.MAX_READS;

    private final HeavyReads reads = new HeavyReads();
    private final List<CompletableFuture<String>> started = new ArrayList<>();

    @Test
    void reads_aboveCount_waitInOrder() {
        var results = IntStream.range(0, HeavyReads.MAX_READS + 2)
                .mapToObj(i -> run(LARGE))
                .toList();
        assertThat(started).hasSize(HeavyReads.MAX_READS);

        started.getFirst().complete("first");
        started.get(1).completeExceptionally(new EngineException("expected by this test"));

        assertThat(started).hasSize(HeavyReads.MAX_READS + 2);
        assertThat(results.getFirst().toCompletableFuture()).isCompletedWithValue("first");
        assertThat(results.get(1).toCompletableFuture()).isCompletedExceptionally();
    }

    @Test
    void reads_aboveBytes_wait() {
        run(HeavyReads.MAX_BYTES - LARGE + 1);
        run(LARGE);
        assertThat(started).hasSize(1);

        started.getFirst().complete("first");

        assertThat(started).hasSize(2);
    }

    @Test
    void reads_withoutEnd_runAlone() {
        run(Long.MAX_VALUE);
        run(Long.MAX_VALUE);

        assertThat(started).hasSize(1);
    }

    @Test
    void reads_small_doNotWait() {
        run(Long.MAX_VALUE);
        run(HeavyReads.SMALL_BYTES);

        assertThat(started).hasSize(2);
    }

    @Test
    void reads_failedAtOnce_endWithoutRecursion() {
        IntStream.range(0, HeavyReads.MAX_READS).forEach(i -> run(LARGE));
        var failed = IntStream.range(0, 100_000)
                .mapToObj(i -> reads.run(
                                LARGE, () -> CompletableFuture.<String>failedStage(new EngineException("expected")))
                        .toCompletableFuture())
                .toList();

        started.forEach(each -> each.complete("done"));

        assertThat(failed).allMatch(CompletableFuture::isCompletedExceptionally);
    }

    @Test
    void reads_aboveWaitingLimit_areRejected() {
        IntStream.range(0, HeavyReads.MAX_READS + HeavyReads.MAX_WAITING).forEach(i -> run(LARGE));

        assertThat(run(LARGE).toCompletableFuture())
                .isCompletedExceptionally()
                .failsWithin(Duration.ZERO)
                .withThrowableThat()
                .withCauseInstanceOf(OverloadedException.class);
        started.getFirst().complete("done");
        assertThat(run(LARGE).toCompletableFuture()).isNotDone();
    }

    private CompletionStage<String> run(long bytes) {
        return reads.run(bytes, () -> {
            var read = new CompletableFuture<String>();
            started.add(read);
            return read;
        });
    }
}
