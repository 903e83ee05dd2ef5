package dev.fanfare.core.node;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fanfare.model.channel.Payload;
import dev.fanfare.model.channel.Publication;
import dev.fanfare.model.channel.RecoveryMode;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** An interruption of the engine is counted and reported for channels without positions. */
class MissedPublicationsTest {
    private final PositionedChannel channel = new PositionedChannel();
    private final List<Set<String>> missed = new ArrayList<>();

    MissedPublicationsTest() {
        channel.node.onMissedPublications(missed::add);
    }

    @Test
    void interruption_unpositionedChannels_areReported() {
        channel.subscribed(RecoveryMode.NONE);
        channel.connect().subscribe("other");
        channel.runAll();

        channel.broker.interrupt();
        channel.broker.interrupt("other"::equals);

        assertThat(missed).containsExactly(Set.of(PositionedChannel.NAME, "other"), Set.of("other"));
        assertThat(channel.metrics.missed()).isEqualTo(3);
    }

    @Test
    void interruption_allPositionedOrEmpty_isNotReported() {
        channel.subscribed(RecoveryMode.POSITIONED);
        var gone = channel.subscribed(RecoveryMode.NONE);
        channel.node.unsubscribe(gone.session(), PositionedChannel.NAME);
        channel.runAll();

        channel.broker.interrupt();

        assertThat(missed).isEmpty();
        assertThat(channel.metrics.missed()).isZero();
    }

    @Test
    void interrupted_externalChannels_areReported() {
        var client = channel.subscribed(RecoveryMode.NONE);

        channel.node.deliver(PositionedChannel.NAME, Publication.of(Payload.text("before")));
        channel.node.interrupted(PositionedChannel.NAME::equals);
        channel.node.deliver(PositionedChannel.NAME, Publication.of(Payload.text("after")));
        channel.runAll();

        assertThat(missed).containsExactly(Set.of(PositionedChannel.NAME));
        assertThat(client.texts()).containsExactly("before", "after");
    }

    @Test
    void listener_throws_othersAreCalled() {
        var heard = new ArrayList<Set<String>>();
        channel.node.onMissedPublications(names -> {
            throw new IllegalStateException("expected by this test");
        });
        channel.node.onMissedPublications(heard::add);
        channel.subscribed(RecoveryMode.NONE);

        channel.broker.interrupt();

        assertThat(heard).hasSize(1);
    }
}
