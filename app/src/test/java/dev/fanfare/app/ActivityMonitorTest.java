package dev.fanfare.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.fanfare.model.monitoring.Activity;
import dev.fanfare.model.monitoring.Activity.Disconnected;
import dev.fanfare.model.monitoring.Activity.Occupied;
import dev.fanfare.model.monitoring.Activity.Unsubscribed;
import dev.fanfare.model.monitoring.Activity.Vacated;
import dev.fanfare.testkit.app.TestClient;
import dev.fanfare.testkit.memory.MemoryTransport;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The activities of clients and channels that a program receives. */
class ActivityMonitorTest {
    private static final Duration DEBOUNCE = Duration.ofSeconds(1);

    private final MemoryTransport transport = new MemoryTransport();
    private final Fanfare app = Fanfare.create(FanfareSettings.DEFAULTS, transport);
    private final BlockingQueue<Activity> heard = new LinkedBlockingQueue<>();

    ActivityMonitorTest() {
        app.websocket("/ws", ws -> {
            ws.subscribe(app.channel("lobby"));
            ws.send("subscribed");
            for (String text : ws.textMessages()) {
                ws.send(text);
            }
        });
        app.listen(8000);
    }

    @AfterEach
    void stop() {
        app.close();
    }

    @Test
    void clients_areReportedWithCloseCode_onVirtualThread() {
        app.activityMonitor().clients(activity -> {
            assertThat(Thread.currentThread().isVirtual()).isTrue();
            heard.add(activity);
        });
        var client = connect();

        client.close(4242, "bye");

        assertThat(TestApp.next(heard))
                .isInstanceOfSatisfying(
                        Unsubscribed.class, left -> assertThat(left.code()).isEqualTo(Unsubscribed.DISCONNECT));
        assertThat(TestApp.next(heard))
                .isInstanceOfSatisfying(
                        Disconnected.class,
                        gone -> assertThat(gone.reason().code()).isEqualTo(4242));
    }

    @Test
    void channels_afterDebounce_areReported() {
        app.activityMonitor().channels(DEBOUNCE, heard::add);
        var client = connect();
        transport.advance(DEBOUNCE);
        assertThat(TestApp.next(heard))
                .isInstanceOfSatisfying(
                        Occupied.class,
                        occupied -> assertThat(occupied.channel()).isEqualTo("lobby"));

        client.close(1000, "");
        transport.advance(DEBOUNCE);

        assertThat(TestApp.next(heard)).isInstanceOf(Vacated.class);
    }

    @Test
    void handler_thatFails_costsItsOneActivity() {
        app.activityMonitor().clients(activity -> {
            if (activity instanceof Unsubscribed) {
                throw new IllegalStateException("on purpose");
            }
            heard.add(activity);
        });

        connect().close(1000, "");

        assertThat(TestApp.next(heard)).isInstanceOf(Disconnected.class);
    }

    @Test
    void change_waitsForTheHandlerOfThePreviousChange() {
        var held = new CountDownLatch(1);
        app.activityMonitor().channels(DEBOUNCE, activity -> {
            heard.add(activity);
            held.await();
        });
        var client = connect();
        transport.advance(DEBOUNCE);
        assertThat(TestApp.next(heard)).isInstanceOf(Occupied.class);

        client.close(1000, "");
        transport.advance(DEBOUNCE.multipliedBy(5));
        assertThat(heard).isEmpty();
        held.countDown();

        await().until(() -> {
            transport.advance(DEBOUNCE);
            return heard.poll() instanceof Vacated;
        });
    }

    @Test
    void clients_disconnectedByClose_areReportedBeforeItReturns() {
        app.activityMonitor().clients(heard::add);
        IntStream.range(0, 100).forEach(i -> connect());

        app.close();

        assertThat(heard.stream().filter(Disconnected.class::isInstance)).hasSize(100);
    }

    @Test
    void watch_isForOneHandlerOfEachKind() {
        app.activityMonitor().clients(heard::add);
        app.activityMonitor().channels(DEBOUNCE, heard::add);

        assertThatThrownBy(() -> app.activityMonitor().clients(heard::add)).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> app.activityMonitor().channels(DEBOUNCE, heard::add))
                .isInstanceOf(IllegalStateException.class);
    }

    private TestClient connect() {
        var client = transport.connect("/ws");
        assertThat(client.receiveText()).isEqualTo("subscribed");
        return client;
    }
}
