package dev.fanfare.app.internal.concurrent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.fanfare.app.Fanfare;
import dev.fanfare.app.FanfareSettings;
import dev.fanfare.testkit.memory.MemoryTransport;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** What runs when an application starts and stops. */
class LifecycleTest {
    private final MemoryTransport server = new MemoryTransport();
    private final Fanfare app = Fanfare.create(FanfareSettings.DEFAULTS, server);
    private final List<String> seen = new ArrayList<>();

    @Test
    void actions_runOnceAtTheStart_andAtTheStopInReverse() {
        app.onStart(() -> seen.add("start 1"));
        app.onStart(() -> seen.add("start 2"));
        app.onStop(() -> seen.add("stop 1"));
        app.onStop(() -> seen.add("stop 2"));
        assertThat(seen).isEmpty();

        app.listen(8000);
        app.listen(8001);
        assertThat(seen).containsExactly("start 1", "start 2");
        app.close();
        app.close();

        assertThat(seen).containsExactly("start 1", "start 2", "stop 2", "stop 1");
    }

    @Test
    void actionThatComesAfterTheStart_runsAtOnce() {
        app.listen(8000);

        app.onStart(() -> seen.add("late"));

        assertThat(seen).containsExactly("late");
        app.close();
    }

    @Test
    void actionThatFailsAtTheStop_hindersNothing() {
        app.onStop(() -> seen.add("stop 1"));
        app.onStop(() -> {
            throw new IllegalStateException("on purpose");
        });
        app.listen(8000);

        app.close();

        assertThat(seen).containsExactly("stop 1");
    }

    @Test
    void failedStart_throws_nextStartResumesWithFailedAction() {
        var tries = new AtomicInteger();
        app.onStart(() -> seen.add("first"));
        app.onStart(() -> {
            if (tries.incrementAndGet() == 1) {
                throw new IllegalStateException("not yet");
            }
            seen.add("second");
        });
        app.onStart(() -> seen.add("third"));

        assertThatThrownBy(() -> app.listen(8000)).hasMessage("not yet");
        app.listen(8000);

        assertThat(seen).containsExactly("first", "second", "third");
        app.close();
    }
}
