package dev.fanfare.core.memory;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fanfare.core.contract.HistoryBrokerContract;
import dev.fanfare.core.fake.Brokers;
import dev.fanfare.core.fake.VirtualLoop;
import dev.fanfare.core.port.HistoryBroker;
import dev.fanfare.core.port.HistoryBroker.HistoryPage;
import dev.fanfare.core.port.HistoryBroker.HistoryQuery;
import dev.fanfare.model.channel.HistoryRetention;
import dev.fanfare.model.channel.Payload;
import dev.fanfare.model.channel.Publication;
import dev.fanfare.model.channel.PublishOptions;
import dev.fanfare.model.channel.StreamPosition;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class MemoryBrokerTest extends HistoryBrokerContract {
    private static final HistoryRetention SHORT =
            new HistoryRetention(10, Duration.ofSeconds(10), Duration.ofMinutes(10));
    private static final int MANY = 100_000;

    private final VirtualLoop loop = new VirtualLoop();

    @Override
    protected HistoryBroker createHistoryBroker() {
        return Brokers.memory(loop);
    }

    @Override
    protected void elapse(Duration duration) {
        loop.advance(duration);
    }

    @Override
    protected Duration idempotencyWindow() {
        return Duration.ofMinutes(5);
    }

    @Test
    void channels_expired_areRemoved() {
        var time = new VirtualLoop();
        var broker = Brokers.memory(time);
        broker.start((channel, push) -> {});
        for (int i = 0; i < MANY; i++) {
            broker.publish("c" + i, Publication.of(Payload.text("x")), PublishOptions.NONE.withRetention(SHORT));
        }
        assertThat(broker.size()).isEqualTo(MANY);

        time.advance(SHORT.metaAge().plusMinutes(2));

        assertThat(broker.size()).isZero();
        assertThat(time.timers()).isZero();
    }

    @Test
    void channelsAndKeys_expired_areRemoved() {
        var time = new VirtualLoop();
        var broker = Brokers.memory(time);
        broker.start((channel, push) -> {});
        var options = PublishOptions.NONE.withRetention(SHORT).withIdempotencyKey("k");
        for (int i = 0; i < 1_000; i++) {
            broker.publish("c" + i, Publication.of(Payload.text("x")), options);
        }
        assertThat(broker.size()).isEqualTo(2_000);

        time.advance(SHORT.metaAge().plusSeconds(5));

        assertThat(broker.size()).isZero();
        assertThat(time.timers()).isZero();
    }

    @Test
    void close_afterPublish_removesEverything() {
        var time = new VirtualLoop();
        var broker = Brokers.memory(time);
        broker.start((channel, push) -> {});
        var options = PublishOptions.NONE.withRetention(SHORT).withIdempotencyKey("k");
        broker.publish("c", Publication.of(Payload.text("x")), options);

        broker.close();

        assertThat(broker.size()).isZero();
        time.advance(Duration.ofSeconds(2));
        assertThat(time.timers()).isZero();
    }

    @Test
    void close_withinPush_removesEverything() {
        var broker = Brokers.memory();
        broker.start((channel, push) -> broker.close());
        var options = PublishOptions.NONE.withRetention(SHORT).withIdempotencyKey("k");

        broker.publish("c", Publication.of(Payload.text("x")), options);

        assertThat(broker.size()).isZero();
    }

    @Test
    void sweep_manyStripes_yields() {
        var time = new VirtualLoop();
        var broker = Brokers.memory(time);
        broker.start((channel, push) -> {});
        broker.publish("c", Publication.of(Payload.text("x")), PublishOptions.NONE.withRetention(SHORT));
        long before = time.tasksRun();

        time.advance(Duration.ofSeconds(1));

        assertThat(time.tasksRun() - before).isGreaterThan(10);
    }

    @Test
    void history_million_isReadInLinearTime() {
        var broker = Brokers.memory();
        broker.start((channel, push) -> {});
        var all = PublishOptions.NONE.withRetention(
                new HistoryRetention(MANY, Duration.ofMinutes(1), Duration.ofMinutes(1)));
        var publication = Publication.of(Payload.text("x"));
        for (int i = 0; i < MANY; i++) {
            broker.publish("c", publication, all);
        }

        int read = 0;
        var page = read(broker, null);
        while (!page.publications().isEmpty()) {
            read += page.publications().size();
            page = read(broker, page.publications().getLast().position());
        }

        assertThat(read).isEqualTo(MANY);
    }

    private static HistoryPage read(HistoryBroker broker, @Nullable StreamPosition since) {
        return broker.history("c", new HistoryQuery(since, 10, false))
                .toCompletableFuture()
                .join();
    }

    @Test
    void channels_many_haveOneTimer() {
        var time = new VirtualLoop();
        var broker = Brokers.memory(time);
        broker.start((channel, push) -> {});
        for (int i = 0; i < 1_000; i++) {
            var options = PublishOptions.NONE.withRetention(SHORT).withIdempotencyKey("k");
            broker.publish("c" + i, Publication.of(Payload.text("x")), options);
        }

        assertThat(time.timers()).isEqualTo(1);
    }
}
