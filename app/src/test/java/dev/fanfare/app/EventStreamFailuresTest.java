package dev.fanfare.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fanfare.core.budget.MemoryLimits;
import dev.fanfare.model.channel.ChannelOptions;
import dev.fanfare.model.monitoring.MemoryKind;
import dev.fanfare.testkit.app.TestServer;
import dev.fanfare.testkit.app.TestStream;
import dev.fanfare.testkit.memory.MemorySettings;
import dev.fanfare.testkit.memory.MemoryTransport;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

/** Event streams whose subscribe fails: they begin and end, because a browser reconnects only then (WHATWG HTML, 9.2.3). */
class EventStreamFailuresTest {
    private static final ChannelOptions HISTORY = ChannelOptions.history(100, Duration.ofMinutes(10));

    @Test
    void stream_engineUnavailable_endsSoThatTheBrowserReturns() {
        var transport = new MemoryTransport();
        var down = new AtomicBoolean(true);
        var engine = FaultyEngine.refusingSubscriptions(transport, down);
        try (var app = Fanfare.create(FanfareSettings.DEFAULTS, transport, engine)) {
            var prices = app.channel("prices", HISTORY);
            app.sse("/stream", prices);
            var server = TestServer.of(transport, app.listen(0));

            var refused = begin(server);
            assertThat(refused.receiveEvent()).contains("event: disconnect", "\"code\":1011");
            assertThat(refused.awaitEnd()).isTrue();

            down.set(false);
            var accepted = begin(server);
            accepted.receiveEvent();
            prices.publish("up");
            assertThat(accepted.receiveEvent()).endsWith("data: up");
        }
    }

    @Test
    void stream_noMemoryForSubscriptions_endsSoThatTheBrowserReturns() {
        var transport =
                new MemoryTransport(MemorySettings.DEFAULTS, MemoryLimits.NONE.with(MemoryKind.SUBSCRIPTIONS, 1));
        try (var app = Fanfare.create(FanfareSettings.DEFAULTS, transport)) {
            app.sse("/stream", app.channel("prices", HISTORY));

            var stream = begin(TestServer.of(transport, app.listen(0)));

            assertThat(stream.receiveEvent()).contains("event: disconnect", "\"code\":1013");
            assertThat(stream.awaitEnd()).isTrue();
        }
    }

    private static TestStream begin(TestServer server) {
        var stream = server.stream("/stream");
        assertThat(stream.head().status()).isEqualTo(200);
        assertThat(stream.receiveEvent()).startsWith("retry: ");
        return stream;
    }
}
