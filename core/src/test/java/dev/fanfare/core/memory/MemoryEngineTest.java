package dev.fanfare.core.memory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.fanfare.core.budget.MemoryGovernor;
import dev.fanfare.core.fake.ControlledBroker;
import dev.fanfare.core.fake.Engines;
import dev.fanfare.core.fake.VirtualLoop;
import dev.fanfare.model.channel.ClientInfo;
import dev.fanfare.model.channel.EngineException;
import dev.fanfare.model.channel.Payload;
import dev.fanfare.model.channel.Publication;
import dev.fanfare.model.channel.PublishOptions;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class MemoryEngineTest {
    @Test
    void nodeId_random_isUsed() {
        assertThat(engine(1).cluster().self())
                .isNotEmpty()
                .isEqualTo(engine(1).cluster().self())
                .isNotEqualTo(engine(2).cluster().self());
    }

    @Test
    void close_allPorts_areClosed() {
        var engine = Engines.memory();
        engine.broker().start((channel, push) -> {});

        engine.close();
        engine.close();

        for (var late : List.of(
                engine.broker().publish("c", Publication.of(Payload.text("x")), PublishOptions.NONE),
                engine.presence().add("c", new ClientInfo("c1", "alice"), Duration.ofMinutes(1)),
                engine.cluster().nodes())) {
            assertThatThrownBy(() -> late.toCompletableFuture().join()).hasCauseInstanceOf(EngineException.class);
        }
    }

    @Test
    void enginesOf_broker_closesAllPorts() {
        var broker = new ControlledBroker();
        broker.start((channel, push) -> {});

        var engine = Engines.of(broker);
        assertThat(engine.broker()).isSameAs(broker);
        engine.close();

        for (var late : List.of(
                broker.publish("c", Publication.of(Payload.text("x")), PublishOptions.NONE),
                engine.presence().members("c"),
                engine.cluster().nodes())) {
            assertThatThrownBy(() -> late.toCompletableFuture().join()).hasCauseInstanceOf(EngineException.class);
        }
    }

    private static MemoryEngine engine(long seed) {
        return new MemoryEngine(new VirtualLoop(), new Random(seed), MemoryGovernor.unlimited());
    }
}
