package dev.fanfare.transport.netty.loop;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class BackgroundTasksTest {
    private static final int TASKS = 1_000;
    private static final long TASK_NANOS = 100_000;

    private final LoopGroup group = new LoopGroup(IoBackend.NIO, 1);
    private final NettyEventLoop loop = group.loops().getFirst();

    @AfterEach
    void shutsDown() {
        group.shutDown();
    }

    @Test
    void task_behindManyBackgroundTasks_overtakesThem() {
        var ran = new AtomicInteger();
        var ranBefore = new CompletableFuture<Integer>();
        loop.execute(() -> {
            for (int i = 0; i < TASKS; i++) {
                loop.executeInBackground(() -> {
                    spin();
                    ran.incrementAndGet();
                });
            }
            loop.execute(() -> ranBefore.complete(ran.get()));
        });

        assertThat(ranBefore.join()).isLessThan(TASKS);
    }

    @Test
    void backgroundTask_whileTheLoopIsBusy_runs() {
        var ran = new CompletableFuture<Void>();
        loop.execute(() -> {
            loop.executeInBackground(() -> ran.complete(null));
            repeatUntil(ran);
        });

        assertThat(ran.join()).isNull();
    }

    @Test
    void backgroundTask_thatRepeats_doesNotBlockTheLoop() {
        var stop = new CompletableFuture<Void>();
        var stopped = new CompletableFuture<Void>();
        loop.execute(() -> repeatInBackgroundUntil(stop, stopped));

        loop.execute(() -> stop.complete(null));

        assertThat(stopped.join()).isNull();
    }

    private void repeatUntil(CompletableFuture<Void> done) {
        spin();
        if (!done.isDone()) {
            loop.execute(() -> repeatUntil(done));
        }
    }

    private void repeatInBackgroundUntil(CompletableFuture<Void> stop, CompletableFuture<Void> stopped) {
        if (stop.isDone()) {
            stopped.complete(null);
        } else {
            loop.executeInBackground(() -> repeatInBackgroundUntil(stop, stopped));
        }
    }

    private static void spin() {
        long end = System.nanoTime() + TASK_NANOS;
        while (System.nanoTime() < end) {
            Thread.onSpinWait();
        }
    }
}
