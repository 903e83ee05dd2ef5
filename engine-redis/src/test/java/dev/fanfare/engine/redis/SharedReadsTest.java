package dev.fanfare.engine.redis;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fanfare.model.channel.EngineException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class SharedReadsTest {
    private final List<CompletableFuture<String>> sources = new ArrayList<>();
    private final List<Set<Integer>> arguments = new ArrayList<>();
    private final SharedReads<String, Integer, String> reads = new SharedReads<>((channel, all) -> {
        var source = new CompletableFuture<String>();
        sources.add(source);
        arguments.add(Set.copyOf(all));
        return source;
    });

    @Test
    void read_duringRead_getsOneLaterRead() {
        var first = read("news");
        var second = read("news");
        var third = read("news");
        assertThat(sources).hasSize(1);

        sources.getFirst().complete("before");

        assertThat(first).isCompletedWithValue("before");
        assertThat(second).isNotDone();
        assertThat(sources).hasSize(2);
        sources.getLast().complete("after");
        assertThat(second).isCompletedWithValue("after");
        assertThat(third).isCompletedWithValue("after");
        assertThat(sources).hasSize(2);
    }

    @Test
    void read_afterRead_isFresh() {
        read("news");
        sources.getFirst().complete("before");

        read("news");

        assertThat(sources).hasSize(2);
    }

    @Test
    void read_otherChannel_isIndependent() {
        read("news");
        read("chat");

        assertThat(sources).hasSize(2);
    }

    @Test
    void read_failed_failsItsCallersOnly() {
        var first = read("news");
        var second = read("news");

        sources.getFirst().completeExceptionally(new EngineException("expected by this test"));
        sources.getLast().complete("after");

        assertThat(first).isCompletedExceptionally();
        assertThat(second).isCompletedWithValue("after");
    }

    @Test
    void read_duringRead_sharesTheArguments() {
        reads.read("news", 1);
        reads.read("news", 2);
        reads.read("news", 3);
        reads.read("news", 2);

        sources.getFirst().complete("before");

        assertThat(arguments).containsExactly(Set.of(1), Set.of(2, 3));
    }

    private CompletableFuture<String> read(String channel) {
        return reads.read(channel, 0).toCompletableFuture();
    }
}
