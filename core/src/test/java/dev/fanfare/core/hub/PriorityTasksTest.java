package dev.fanfare.core.hub;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import org.junit.jupiter.api.Test;

class PriorityTasksTest {
    private final Queue<Runnable> loop = new ArrayDeque<>();
    private final PriorityTasks tasks = new PriorityTasks(loop::add);
    private final List<Integer> ran = new ArrayList<>();

    @Test
    void run_tasksThatSubmitTasks_runsOnlyTheFirstOnes() {
        submitForever(0);
        submitForever(100);

        tasks.run();

        assertThat(ran).containsExactly(0, 100);
    }

    @Test
    void run_tasksSubmittedMeanwhile_haveTheirOwnTurn() {
        submitForever(0);
        for (int turn = 0; turn < 5; turn++) {
            loop.remove().run();
        }

        assertThat(ran).containsExactly(0, 1, 2, 3, 4);
    }

    @Test
    void run_manyTasks_yieldsToOtherWorkOfTheLoop() {
        for (int i = 0; i < 1_000; i++) {
            int number = i;
            tasks.execute(() -> ran.add(number));
        }

        tasks.run();
        assertThat(ran).hasSizeLessThanOrEqualTo(64);
        loop.forEach(Runnable::run);

        assertThat(ran).hasSize(1_000).isSorted();
    }

    @Test
    void run_taskThatFails_doesNotStopOthers() {
        tasks.execute(() -> {
            throw new IllegalStateException("a bug");
        });
        tasks.execute(() -> ran.add(1));

        tasks.run();

        assertThat(ran).containsExactly(1);
    }

    private void submitForever(int number) {
        tasks.execute(() -> {
            ran.add(number);
            submitForever(number + 1);
        });
    }
}
