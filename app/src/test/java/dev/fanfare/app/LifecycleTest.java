package dev.fanfare.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fanfare.testkit.memory.MemoryTransport;
import java.util.ArrayList;
import java.util.List;
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
}
