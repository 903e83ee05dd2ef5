package dev.fanfare.core.memory;

import dev.fanfare.core.budget.MemoryGovernor;
import dev.fanfare.core.port.EpochSource;
import dev.fanfare.core.port.HistoryBroker.HistoryQuery;
import dev.fanfare.core.port.Scheduler;
import dev.fanfare.model.channel.HistoryRetention;
import dev.fanfare.model.channel.Payload;
import dev.fanfare.model.channel.Publication;
import dev.fanfare.model.channel.PublishOptions;
import dev.fanfare.model.channel.PublishResult.Accepted;
import dev.fanfare.model.channel.PublishResult.Suppressed;
import dev.fanfare.model.channel.Push;
import dev.fanfare.model.channel.StreamPosition;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jetbrains.lincheck.datastructures.IntGen;
import org.jetbrains.lincheck.datastructures.ModelCheckingOptions;
import org.jetbrains.lincheck.datastructures.Operation;
import org.jetbrains.lincheck.datastructures.Param;
import org.jetbrains.lincheck.datastructures.Validate;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * A stripe of the memory broker under Lincheck: concurrent calls have the same results as sequential calls on a single thread.
 * Stripes share only the clock and the epochs.
 */
class MemoryStripeModelTest {
    private static final int PROGRAMS = 10;
    private static final int INTERLEAVINGS = 100;
    private static final int THREADS = 2;

    @Test
    @Tag("full")
    @Timeout(value = 300, threadMode = Timeout.ThreadMode.SEPARATE_THREAD) // instrumenting alone takes some seconds
    void operations_concurrent_areLinearizable() {
        new ModelCheckingOptions()
                .iterations(PROGRAMS)
                .invocationsPerIteration(INTERLEAVINGS)
                .threads(THREADS)
                .actorsBefore(0)
                .actorsPerThread(3)
                .actorsAfter(0)
                .check(Channels.class);
    }

    /** A stripe and its deliveries of one channel. */
    public static final class Channels {
        private static final String CHANNEL = "news";
        private static final Publication PUBLICATION = Publication.of(Payload.text("x"));
        private static final HistoryRetention RETENTION =
                new HistoryRetention(2, Duration.ofMinutes(1), Duration.ofMinutes(1));
        private static final PublishOptions KEPT = PublishOptions.NONE.withRetention(RETENTION);
        private static final HistoryQuery ALL = new HistoryQuery(null, -1, false);

        private final MemoryStripe stripe = new MemoryStripe(
                new MemoryClock(new NoTime(), Channels::noSweep),
                new EpochSource("test"),
                new HistoryBudget(MemoryGovernor.unlimited(), () -> 0),
                Duration.ofMinutes(5));
        private final List<Long> handedOut = new ArrayList<>();
        private boolean handingOut;
        private boolean overlapped;

        private static Stripes<MemoryStripe> noSweep() {
            throw new IllegalStateException("the timer must not run");
        }

        public Channels() {
            stripe.start(this::onPush);
        }

        @Operation
        public long publish() {
            return publish(KEPT);
        }

        @Operation
        public long publishOnce() {
            return publish(KEPT.withIdempotencyKey("key"));
        }

        @Operation
        public long publishVersion(@Param(gen = IntGen.class, conf = "1:3") int version) {
            return publish(KEPT.withVersion(version, "life"));
        }

        @Operation
        public long publishOnceWithoutHistory() {
            return publish(PublishOptions.NONE.withIdempotencyKey("key"));
        }

        @Operation
        public void publishWithoutHistory() {
            stripe.handOut(CHANNEL, PUBLICATION);
        }

        @Operation
        public List<Long> history() {
            var page = stripe.history(CHANNEL, ALL);
            var offsets = new ArrayList<Long>();
            for (var publication : page.publications()) {
                offsets.add(offset(publication.position()));
            }
            offsets.add(page.top().offset());
            return offsets;
        }

        @Operation
        public long position() {
            return stripe.position(CHANNEL, RETENTION).offset();
        }

        @Operation
        public void removeHistory() {
            stripe.removeHistory(CHANNEL);
        }

        /** Runs the timer, which finds nothing expired. */
        @Operation
        public void sweep() {
            stripe.sweep();
        }

        /** Deliveries are sequential, with offsets that increase by one. */
        @Validate
        public void handedOutInOrder() {
            if (overlapped) {
                throw new AssertionError("two pushes of a channel were handed out at once");
            }
            for (int i = 0; i < handedOut.size(); i++) {
                if (handedOut.get(i) != i + 1) {
                    throw new AssertionError("handed out in the order " + handedOut);
                }
            }
        }

        /** The offset; negative for the offset in the answer to a suppressed publish. */
        private long publish(PublishOptions options) {
            return switch (stripe.publish(CHANNEL, PUBLICATION, options)) {
                case Accepted accepted -> offset(accepted.position());
                case Suppressed suppressed -> -1 - offset(suppressed.position());
            };
        }

        private static long offset(@Nullable StreamPosition position) {
            return position == null ? 0 : position.offset();
        }

        private void onPush(String channel, Push push) {
            overlapped |= handingOut;
            handingOut = true;
            if (push instanceof Publication publication && publication.position() != null) {
                handedOut.add(publication.position().offset());
            }
            handingOut = false;
        }
    }

    /** A fixed clock. */
    private static final class NoTime implements Scheduler {
        @Override
        public long nanoTime() {
            return 0;
        }

        @Override
        public Cancellable schedule(Duration delay, Runnable task) {
            return () -> {};
        }
    }
}
