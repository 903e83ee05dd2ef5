package dev.fanfare.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.fanfare.core.fake.Engines;
import dev.fanfare.core.port.Broker;
import dev.fanfare.core.port.BrokerListener;
import dev.fanfare.model.channel.ClientInfo;
import dev.fanfare.model.channel.OverloadedException;
import dev.fanfare.model.channel.Payload;
import dev.fanfare.model.channel.Publication;
import dev.fanfare.model.channel.PublishOptions;
import dev.fanfare.model.channel.PublishResult;
import dev.fanfare.testkit.memory.MemoryTransport;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** An engine that is full takes no more for a while. */
class EngineOverloadTest {
    /** Refuses the first publishes of a test. */
    private static final class FullBroker implements Broker {
        private final AtomicInteger asked = new AtomicInteger();
        private final int refusals;

        FullBroker(int refusals) {
            this.refusals = refusals;
        }

        @Override
        public void start(BrokerListener listener) {}

        @Override
        public CompletionStage<Void> subscribe(String channel) {
            return CompletableFuture.completedStage(null);
        }

        @Override
        public CompletionStage<Void> unsubscribe(String channel) {
            return CompletableFuture.completedStage(null);
        }

        @Override
        public CompletionStage<PublishResult> publish(String channel, Publication publication, PublishOptions options) {
            return asked.incrementAndGet() <= refusals
                    ? CompletableFuture.failedStage(new OverloadedException("full"))
                    : CompletableFuture.completedStage(new PublishResult.Accepted(null));
        }

        @Override
        public CompletionStage<Void> join(String channel, ClientInfo info) {
            return CompletableFuture.completedStage(null);
        }

        @Override
        public CompletionStage<Void> leave(String channel, ClientInfo info) {
            return CompletableFuture.completedStage(null);
        }

        @Override
        public void close() {}
    }

    private final FullBroker broker = new FullBroker(3);
    private final Fanfare app = Fanfare.create(FanfareSettings.DEFAULTS, new MemoryTransport(), Engines.of(broker));

    @AfterEach
    void close() {
        app.close();
    }

    @Test
    void publish_waitsAndTriesAgain_untilTheEngineHasRoom() {
        assertThat(app.channel("c").publish("text")).isEqualTo(new PublishResult.Accepted(null));
        assertThat(broker.asked).hasValue(4);
    }

    @Test
    void publishAsync_failsAtOnce() {
        var answer = app.channel("c").publishAsync(Payload.text("text")).toCompletableFuture();

        assertThatThrownBy(answer::join).hasCauseInstanceOf(OverloadedException.class);
        assertThat(broker.asked).hasValue(1);
    }
}
