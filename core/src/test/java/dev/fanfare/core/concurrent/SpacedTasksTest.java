package dev.fanfare.core.concurrent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import org.junit.jupiter.api.Test;

class SpacedTasksTest {
    private final ArrayDeque<Runnable> loop = new ArrayDeque<>();
    private final List<String> done = new ArrayList<>();
    private final SpacedTasks tasks = new SpacedTasks(loop::add);

    @Test
    void tasks_many_alternateWithOtherTasks() {
        List.of("1", "2", "3").forEach(name -> tasks.execute(() -> done.add(name)));
        loop.add(() -> done.add("other"));

        runAll();

        assertThat(done).containsExactly("1", "other", "2", "3");
    }

    @Test
    void task_fails_laterOnesRun() {
        tasks.execute(() -> {
            throw new IllegalStateException("expected by this test");
        });
        tasks.execute(() -> done.add("2"));

        assertThatThrownBy(() -> loop.remove().run()).isInstanceOf(IllegalStateException.class);
        runAll();

        assertThat(done).containsExactly("2");
    }

    @Test
    void tasks_afterAPause_run() {
        tasks.execute(() -> done.add("1"));
        runAll();
        tasks.execute(() -> done.add("2"));
        runAll();

        assertThat(done).containsExactly("1", "2");
    }

    @Test
    void execute_onEndedLoop_isRejected() {
        Executor ended = task -> {
            throw new RejectedExecutionException("expected by this test");
        };
        var rejected = new SpacedTasks(ended);

        assertThatThrownBy(() -> rejected.execute(() -> {})).isInstanceOf(RejectedExecutionException.class);
        assertThatThrownBy(() -> rejected.execute(() -> {})).isInstanceOf(RejectedExecutionException.class);
    }

    private void runAll() {
        while (!loop.isEmpty()) {
            loop.remove().run();
        }
    }
}
