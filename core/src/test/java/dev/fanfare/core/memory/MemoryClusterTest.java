package dev.fanfare.core.memory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.fanfare.core.contract.ClusterContract;
import dev.fanfare.core.fake.VirtualLoop;
import dev.fanfare.core.port.Cluster;
import dev.fanfare.model.channel.EngineException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.Test;

class MemoryClusterTest extends ClusterContract {
    private static final byte[] MESSAGE = {1};

    private final VirtualLoop loop = new VirtualLoop();

    @Override
    protected List<? extends Cluster> create(int count) {
        return List.of(new MemoryCluster("self", loop));
    }

    @Override
    protected void elapse(Duration duration) {
        loop.advance(duration);
    }

    @Test
    void send_listener_isCalledLaterOnTheScheduler() {
        var cluster = new MemoryCluster("self", loop);
        var onLoop = new ArrayList<Boolean>();
        cluster.start(new Listener() {
            @Override
            public void onMessage(String fromNode, byte[] message) {
                onLoop.add(loop.inEventLoop());
            }
        });

        cluster.send("self", MESSAGE);
        assertThat(onLoop).isEmpty();

        loop.advance(Duration.ZERO);
        assertThat(onLoop).containsExactly(true);
    }

    @Test
    void send_tooManyQueued_isRejected() {
        var cluster = new MemoryCluster("self", loop);
        cluster.start(new Listener());
        for (int i = 0; i < MemoryCluster.MAX_WAITING; i++) {
            cluster.send("self", MESSAGE);
        }

        assertThatThrownBy(() ->
                        cluster.send("self", MESSAGE).toCompletableFuture().join())
                .hasCauseInstanceOf(EngineException.class)
                .hasMessageContaining("10000");
    }

    @Test
    void survey_answered_leavesNoTimer() {
        var cluster = new MemoryCluster("self", loop);
        cluster.start(new Listener());

        var survey = cluster.survey(MESSAGE, Duration.ofMinutes(1));
        loop.advance(Duration.ZERO);

        assertThat(survey.toCompletableFuture()).isCompletedWithValueMatching(answers -> answers.containsKey("self"));
        assertThat(loop.timers()).isZero();
    }

    @Test
    void close_messagesQueued_dropsThem() {
        var cluster = new MemoryCluster("self", loop);
        cluster.start(new Listener() {
            @Override
            public void onMessage(String fromNode, byte[] message) {
                throw new AssertionError("heard after close");
            }
        });
        cluster.send("self", MESSAGE);

        cluster.close();
        loop.advance(Duration.ZERO);

        assertThat(loop.timers()).isZero();
    }

    /** Ignores messages and answers all surveys. */
    private static class Listener implements Cluster.ClusterListener {
        @Override
        public void onMessage(String fromNode, byte[] message) {}

        @Override
        public CompletionStage<byte[]> onSurvey(String fromNode, byte[] question) {
            return CompletableFuture.completedStage(question);
        }
    }
}
