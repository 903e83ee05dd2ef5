package dev.fanfare.engine.redis.link;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.RejectedExecutionException;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class LinkMailboxTest {
    private final ArrayDeque<Runnable> loop = new ArrayDeque<>();
    private final List<String> log = new ArrayList<>();

    @Test
    void tasks_several_runInOrderWithOneFlush() {
        var mailbox = new LinkMailbox(loop::add, () -> log.add("flush"));

        mailbox.post(() -> log.add("a"));
        mailbox.post(() -> log.add("b"));
        assertThat(loop).hasSize(1);
        loop.remove().run();

        assertThat(log).containsExactly("a", "b", "flush");
        assertThat(loop).isEmpty();
    }

    @Test
    void tasks_many_yieldToTheLoop() {
        var mailbox = new LinkMailbox(loop::add, () -> log.add("flush"));
        IntStream.range(0, 3_000).forEach(i -> mailbox.post(() -> log.add("x")));

        int rounds = 0;
        for (var next = loop.poll(); next != null; next = loop.poll()) {
            next.run();
            rounds++;
        }

        assertThat(rounds).isGreaterThan(1);
        assertThat(log.stream().filter("x"::equals)).hasSize(3_000);
    }

    @Test
    void task_fails_othersRun() {
        var mailbox = new LinkMailbox(loop::add, () -> log.add("flush"));
        mailbox.post(() -> {
            throw new IllegalStateException("expected by this test");
        });
        mailbox.post(() -> log.add("b"));

        loop.remove().run();

        assertThat(log).containsExactly("b", "flush");
    }

    @Test
    void tasks_loopStopped_runAtOnce() {
        var mailbox = new LinkMailbox(
                task -> {
                    throw new RejectedExecutionException("expected by this test");
                },
                () -> {});

        mailbox.post(() -> log.add("late"));

        assertThat(log).containsExactly("late");
    }
}
