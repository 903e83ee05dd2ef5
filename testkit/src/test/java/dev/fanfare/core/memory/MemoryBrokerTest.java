package dev.fanfare.core.memory;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fanfare.core.channel.Payload;
import dev.fanfare.core.channel.Publication;
import dev.fanfare.core.port.HistoryBroker;
import dev.fanfare.core.port.HistoryRetention;
import dev.fanfare.core.port.PublishOptions;
import dev.fanfare.testkit.Brokers;
import dev.fanfare.testkit.VirtualLoop;
import dev.fanfare.testkit.contract.HistoryBrokerContract;
import java.time.Duration;
import java.util.List;
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

    @Override
    protected List<PublishOptions> notOffered() {
        return List.of(
                new PublishOptions(null, null, 0, "", false, true, null),
                new PublishOptions(null, null, 0, "", false, false, "c1"));
    }

    @Test
    void channelsThatExpired_leaveNothingBehind() {
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
    void manyChannels_haveOneTimer() {
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
