package dev.fanfare.core.hub;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fanfare.core.channel.Payload;
import dev.fanfare.core.channel.Publication;
import dev.fanfare.core.channel.Push;
import dev.fanfare.core.protocol.FrameKey;
import dev.fanfare.core.protocol.PushEncoder;
import dev.fanfare.core.protocol.RawEncoder;
import dev.fanfare.core.session.HeartbeatWheel;
import dev.fanfare.core.session.Session;
import dev.fanfare.core.session.SessionSettings;
import dev.fanfare.core.transport.Frame;
import dev.fanfare.testkit.FakeConnection;
import dev.fanfare.testkit.IgnoringBroker;
import dev.fanfare.testkit.IgnoringListener;
import dev.fanfare.testkit.PlainFraming;
import dev.fanfare.testkit.VirtualLoop;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** A post at the moment when the loop has emptied the mailbox and goes to rest, very many times. */
class MailboxRaceTest {
    private static final String CHANNEL = "news";
    private static final int ROUNDS = 30_000;
    private static final int LONGEST_PAUSE_SPINS = 400;
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private final VirtualLoop loop = new VirtualLoop();
    private final Hub hub = new Hub(List.of(loop), new IgnoringBroker(), HubSettings.DEFAULTS);
    private final FakeConnection client = new FakeConnection(loop);
    private final AtomicInteger encoded = new AtomicInteger();
    private volatile boolean over;
    private volatile boolean secondTask;

    @Test
    void post_whenTheLoopGoesToRest_isNeverLeftInTheMailbox() throws InterruptedException {
        long seed = System.nanoTime();
        var random = new Random(seed);
        subscribe();
        var turning = Thread.ofPlatform().start(this::turn);
        int posted = 0;
        try {
            for (int round = 0; round < ROUNDS; round++) {
                post(posted++);
                for (int spins = random.nextInt(LONGEST_PAUSE_SPINS); spins > 0; spins--) {
                    Thread.onSpinWait();
                }
                post(posted++);
                assertThat(allHandedOut(posted))
                        .as("seed %d, round %d: tasks waiting %d", seed, round, loop.tasksWaiting())
                        .isTrue();
            }
        } finally {
            over = true;
            turning.join();
        }
        assertThat(client.texts())
                .isEqualTo(
                        IntStream.range(0, posted).mapToObj(Integer::toString).toList());
        assertThat(secondTask).as("two tasks at once").isFalse();
    }

    private void turn() {
        while (!over) {
            loop.runOne();
            secondTask |= loop.tasksWaiting() > 1;
        }
    }

    private void post(int number) {
        hub.post(CHANNEL, Publication.of(Payload.text(Integer.toString(number))));
    }

    private boolean allHandedOut(int posted) {
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (encoded.get() < posted && System.nanoTime() - end < 0) {
            Thread.onSpinWait();
        }
        return encoded.get() == posted;
    }

    private void subscribe() {
        var wheel = new HeartbeatWheel(loop, SessionSettings.DEFAULTS);
        var session = new Session(client, SessionSettings.DEFAULTS, wheel, opened -> new IgnoringListener());
        hub.shard(loop)
                .subscribe(session, CHANNEL, new CountingEncoder())
                .subscriber()
                .activate();
    }

    /** One client, so that what is encoded is handed out. */
    private final class CountingEncoder implements PushEncoder {
        private final RawEncoder raw = new RawEncoder(PlainFraming.PLAIN);

        @Override
        public FrameKey key() {
            return raw.key();
        }

        @Override
        public @Nullable Frame encode(String channel, Push push) {
            encoded.incrementAndGet();
            return raw.encode(channel, push);
        }
    }
}
