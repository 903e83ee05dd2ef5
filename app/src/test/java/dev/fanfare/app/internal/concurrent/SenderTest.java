package dev.fanfare.app.internal.concurrent;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fanfare.core.fake.Engines;
import dev.fanfare.core.fake.FakeClient;
import dev.fanfare.core.fake.PlainFraming;
import dev.fanfare.core.fake.ThreadedLoop;
import dev.fanfare.core.fake.VirtualLoop;
import dev.fanfare.core.node.Node;
import dev.fanfare.core.node.NodeSettings;
import dev.fanfare.core.transport.Frame;
import dev.fanfare.model.channel.Payload;
import dev.fanfare.model.client.DisconnectReason;
import dev.fanfare.model.monitoring.Metrics;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Frames that another event loop sends. */
class SenderTest {
    private static final int FRAME_BYTES = 10_000;
    private static final int MAX_REFILLS = 1_000;

    private final VirtualLoop loop = new VirtualLoop();
    private final FakeClient client =
            FakeClient.connect(new Node(List.of(loop), Engines.memory(), NodeSettings.DEFAULTS, new Refilling()), loop);
    private final Sender sender = new Sender(client.session(), loop);
    private final ThreadedLoop other = new ThreadedLoop();
    private int refills = MAX_REFILLS;
    private @Nullable Frame refill;

    /** Sends a further frame from the other loop for each frame that reaches the session. */
    private final class Refilling implements Metrics {
        @Override
        public void replied(int bytes) {
            var next = refill;
            if (next != null && refills < MAX_REFILLS) {
                refills++;
                send(next);
            }
        }
    }

    @AfterEach
    void close() {
        other.close();
    }

    @Test
    void frames_addedDuringATask_areSentByTheNextOne() {
        refill = frame(10);
        refills = 0;
        send(frame(10));

        assertThat(loop.runOne()).isTrue();
        assertThat(client.texts()).hasSize(1);
        assertThat(loop.runOne()).isTrue();
        assertThat(client.texts()).hasSize(2);
        loop.runAll();
        assertThat(client.texts()).hasSize(MAX_REFILLS + 1);
    }

    @Test
    void frames_beyondTheLimitOfTheOutbox_disconnectTheSession() {
        int fitting = client.session().outboxMaxBytes() / FRAME_BYTES - 1;
        for (int i = 0; i < fitting; i++) {
            send(frame(FRAME_BYTES));
        }
        loop.runAll();
        assertThat(client.texts()).hasSize(fitting);

        for (int i = 0; i < fitting + 5; i++) {
            send(frame(FRAME_BYTES));
        }
        loop.runAll();
        assertThat(client.connection().closeReason()).contains(DisconnectReason.SLOW.reason());
        assertThat(client.texts()).hasSizeLessThanOrEqualTo(2 * fitting + 1);
    }

    private void send(Frame frame) {
        other.run(() -> sender.send(frame));
    }

    private static Frame frame(int bytes) {
        return PlainFraming.PLAIN.message(Payload.text("x".repeat(bytes)));
    }
}
