package dev.fanfare.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.fanfare.testkit.memory.MemoryTransport;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Events that are handled without a client. */
class ChannelEventListenerTest {
    record Uploaded(int number) {}

    record Deleted(int number) {}

    private final Fanfare app = Fanfare.create(FanfareSettings.DEFAULTS, new MemoryTransport());
    private final Channel pictures = app.channel("pictures");
    private final BlockingQueue<Object> handled = new LinkedBlockingQueue<>();

    @AfterEach
    void stop() {
        app.close();
    }

    @Test
    void events_ofAllTypes_areHandledOneAtATimeInOrder() {
        pictures.eventListener().on(Uploaded.class, handled::add).on(Deleted.class, handled::add);

        IntStream.range(0, 100).forEach(i -> pictures.publishEvent(i % 2 == 0 ? new Uploaded(i) : new Deleted(i)));

        for (int i = 0; i < 100; i++) {
            assertThat(TestApp.next(handled)).isEqualTo(i % 2 == 0 ? new Uploaded(i) : new Deleted(i));
        }
    }

    @Test
    void failingHandler_losesOneEventOnly() {
        pictures.eventListener().on(Uploaded.class, uploaded -> {
            if (uploaded.number() == 1) {
                throw new IllegalStateException("on purpose");
            }
            handled.add(uploaded);
        });

        pictures.publishEvent(new Uploaded(1));
        pictures.publishEvent(new Uploaded(2));

        assertThat(TestApp.next(handled)).isEqualTo(new Uploaded(2));
    }

    @Test
    void slowHandler_missesEventsAndCountsThem() {
        var held = new CountDownLatch(1);
        var started = new CompletableFuture<Void>();
        var listener = pictures.eventListener().on(Uploaded.class, uploaded -> {
            started.complete(null);
            held.await();
            handled.add(uploaded);
        });
        pictures.eventListener().on(Deleted.class, deleted -> {});
        pictures.publishEvent(new Uploaded(0));
        TestApp.get(started);

        int sent = 5000;
        IntStream.range(1, sent).forEach(i -> pictures.publishEvent(new Uploaded(i)));
        await().until(() -> listener.missed() > 4000); // all are under way no longer
        pictures.publishEvent(new Deleted(1));
        held.countDown();

        await().until(() -> handled.size() + listener.missed() == sent);
        assertThat(handled.size()).isBetween(500, 1000);
        assertThat(TestApp.next(handled)).isEqualTo(new Uploaded(0));
    }

    @Test
    void close_endsTheListener_anotherCanBeRegistered() {
        var first = pictures.eventListener().on(Uploaded.class, handled::add);

        first.close();
        pictures.publishEvent(new Uploaded(1));
        pictures.eventListener().on(Uploaded.class, handled::add);
        pictures.publishEvent(new Uploaded(2));

        assertThat(TestApp.next(handled)).isEqualTo(new Uploaded(2));
        assertThat(handled).isEmpty();
    }

    @Test
    void on_typeWithHandler_isRejected() {
        var listener = pictures.eventListener().on(Uploaded.class, handled::add);

        assertThatThrownBy(() -> listener.on(Uploaded.class, handled::add))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("Uploaded");
    }

    @Test
    void handlersAndListener_receiveTheSameEvents() {
        pictures.eventListener().on(Uploaded.class, handled::add);
        pictures.eventListener().on(Uploaded.class, handled::add);

        pictures.publishEvent(new Uploaded(1));

        assertThat(TestApp.next(handled)).isEqualTo(TestApp.next(handled));
    }

    @Test
    void on_abstractType_isRejected() {
        assertThatThrownBy(() -> pictures.eventListener().on(Runnable.class, Runnable::run))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("register each of its subtypes");
        assertThatThrownBy(() -> pictures.renderJson(Runnable.class, run -> ""))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void close_queuedEvents_areCounted() {
        var held = new CountDownLatch(1);
        var started = new CompletableFuture<Void>();
        var listener = pictures.eventListener().on(Uploaded.class, uploaded -> {
            started.complete(null);
            held.await();
        });
        IntStream.range(0, 10).forEach(i -> pictures.publishEvent(new Uploaded(i)));
        TestApp.get(started);

        app.close();

        assertThat(listener.missed()).isEqualTo(9);
        held.countDown();
    }
}
