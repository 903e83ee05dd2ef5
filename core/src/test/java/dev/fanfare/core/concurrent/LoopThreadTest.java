package dev.fanfare.core.concurrent;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fanfare.core.fake.ThreadedLoop;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.RejectedExecutionException;
import org.junit.jupiter.api.Test;

class LoopThreadTest {
    private final List<String> steps = new ArrayList<>();

    @Test
    void afterReading_onALoop_runsAfterTheWorkThatTheLoopIsDoing() {
        try (var loop = new ThreadedLoop()) {
            loop.run(() -> {
                LoopThread.afterReading(() -> steps.add("later on a loop: " + LoopThread.isCurrent()));
                steps.add("now");
            });
            loop.run(() -> {});
        }

        assertThat(steps).containsExactly("now", "later on a loop: true");
    }

    @Test
    void afterReading_onAnotherThread_runsImmediately() {
        LoopThread.afterReading(() -> steps.add("task"));

        assertThat(steps).containsExactly("task");
    }

    @Test
    void afterReading_onALoopThatHasEnded_runsImmediately() throws InterruptedException {
        var thread = new EndedLoop(() -> LoopThread.afterReading(() -> steps.add("task")));
        thread.start();
        thread.join();

        assertThat(steps).containsExactly("task");
    }

    private static final class EndedLoop extends Thread implements LoopThread {
        EndedLoop(Runnable work) {
            super(work);
        }

        @Override
        public void execute(Runnable task) {
            throw new RejectedExecutionException("ended");
        }
    }
}
