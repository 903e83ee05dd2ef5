package dev.fanfare.core.session;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fanfare.core.fake.VirtualLoop;
import dev.fanfare.core.transport.EventLoop;
import dev.fanfare.core.transport.Frame;
import dev.fanfare.core.transport.FrameBatch;
import dev.fanfare.model.channel.Payload;
import dev.fanfare.model.channel.SlowClientPolicy;
import dev.fanfare.model.client.CloseReason;
import dev.fanfare.model.client.DisconnectReason;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** A frame that cannot be sent ends the session, so that the client does not miss it unnoticed. */
class SendFailureTest {
    private static final CloseReason FAILED = new CloseReason(1011, "internal error");

    private final ExhaustibleLoop loop = new ExhaustibleLoop(new VirtualLoop());
    private final SubscriptionQueue lane = SubscriptionQueue.of(SlowClientPolicy.DROP_OLDEST);
    private final QueueClient client = new QueueClient(loop, 1_000);

    @Test
    void resume_joinFails_endsTheSession() {
        client.connection().stall();
        client.deliver(lane, "waits");
        loop.exhausted = true;

        client.connection().resume();

        assertEndedAsFailed();
        assertThat(lane.oldest()).isNull();
    }

    @Test
    void reply_joinFails_endsTheSession() {
        loop.exhausted = true;

        client.reply("reply");

        assertEndedAsFailed();
    }

    @Test
    void burst_joinFails_endsTheSession() {
        client.session().onMessage(Payload.text("requests"));
        client.reply("x".repeat(900));
        loop.exhausted = true;

        client.reply("y".repeat(900));
        client.session().onReadComplete();

        assertEndedAsFailed();
    }

    @Test
    void deliver_connectionFails_endsTheSession() {
        client.connection().onWrite(() -> {
            throw new IllegalStateException("on purpose");
        });

        client.deliver(lane, "lost");

        assertEndedAsFailed();
    }

    @Test
    void disconnect_joinFails_endsTheSessionAsFailed() {
        client.session().onMessage(Payload.text("request"));
        client.reply("reply");
        loop.exhausted = true;

        client.session().disconnect(DisconnectReason.SHUTDOWN);

        assertEndedAsFailed();
    }

    @Test
    void flush_joinFails_closesWithTheGivenReason() {
        client.connection().stall();
        client.reply("reply");
        client.session().disconnect(DisconnectReason.SHUTDOWN);
        loop.exhausted = true;

        client.connection().resume();

        assertThat(client.connection().closeReason()).contains(DisconnectReason.SHUTDOWN.reason());
        assertThat(client.metrics().disconnected()).isEqualTo(Map.of(1001, 1));
    }

    @Test
    void disconnect_clientLeavesDuringLastWrite_isNotCounted() {
        client.session().onMessage(Payload.text("request"));
        client.reply("reply");
        client.connection().onWrite(client.connection()::lose);

        client.session().disconnect(DisconnectReason.SHUTDOWN);

        assertThat(client.listener().closed()).contains(CloseReason.lost());
        assertThat(client.metrics().disconnected()).isEmpty();
    }

    @Test
    void close_byPeer_isNotCounted() {
        client.connection().lose();

        assertThat(client.metrics().disconnected()).isEmpty();
    }

    private void assertEndedAsFailed() {
        assertThat(client.connection().closeReason()).contains(FAILED);
        assertThat(client.listener().closed()).contains(FAILED);
        assertThat(client.session().outboxBytes()).isZero();
        assertThat(client.metrics().disconnected()).isEqualTo(Map.of(FAILED.code(), 1));
    }

    /** A loop that can run out of direct memory. */
    private static final class ExhaustibleLoop implements EventLoop {
        private final VirtualLoop delegate;
        private boolean exhausted;

        ExhaustibleLoop(VirtualLoop delegate) {
            this.delegate = delegate;
        }

        @Override
        public FrameBatch join(List<Frame> frames) {
            if (exhausted) {
                throw new OutOfMemoryError("on purpose");
            }
            return delegate.join(frames);
        }

        @Override
        public boolean inEventLoop() {
            return delegate.inEventLoop();
        }

        @Override
        public void execute(Runnable task) {
            delegate.execute(task);
        }

        @Override
        public long nanoTime() {
            return delegate.nanoTime();
        }

        @Override
        public Cancellable schedule(Duration delay, Runnable task) {
            return delegate.schedule(delay, task);
        }
    }
}
