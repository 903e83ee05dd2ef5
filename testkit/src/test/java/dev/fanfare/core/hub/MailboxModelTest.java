package dev.fanfare.core.hub;

import static org.jetbrains.lincheck.datastructures.ManagedStrategyGuaranteeKt.forClasses;

import dev.fanfare.core.channel.Payload;
import dev.fanfare.core.channel.Publication;
import dev.fanfare.core.protocol.RawEncoder;
import dev.fanfare.core.session.HeartbeatWheel;
import dev.fanfare.core.session.Session;
import dev.fanfare.core.session.SessionSettings;
import dev.fanfare.testkit.FakeConnection;
import dev.fanfare.testkit.IgnoringBroker;
import dev.fanfare.testkit.IgnoringListener;
import dev.fanfare.testkit.PlainFraming;
import dev.fanfare.testkit.VirtualLoop;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.Stream;
import org.jetbrains.lincheck.datastructures.ModelCheckingOptions;
import org.jetbrains.lincheck.datastructures.Operation;
import org.jetbrains.lincheck.datastructures.Validate;
import org.jetbrains.lincheck.util.LoggingLevel;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * The mailbox between publishers and a loop, under Lincheck: it makes small programs of two threads of the operations of
 * {@link Mailbox}, and runs each with many interleavings.
 */
class MailboxModelTest {
    private static final int PROGRAMS = 3;
    private static final int THREADS = 2;
    /** Of a fixture; more than the wheels have slots. */
    private static final int LONGEST_LOOP = 1_000;

    @Test
    @Tag("full")
    @Timeout(value = 300, threadMode = Timeout.ThreadMode.SEPARATE_THREAD) // instrumenting alone takes a quarter minute
    void post_whileTheLoopRuns_losesDoublesAndReordersNothingInAnyInterleaving() {
        new ModelCheckingOptions()
                .iterations(PROGRAMS)
                .invocationsPerIteration(300)
                .threads(THREADS)
                .actorsBefore(0)
                .actorsPerThread(3)
                .actorsAfter(0)
                .loopBound(LONGEST_LOOP)
                .addGuarantee(forClasses(ConcurrentLinkedQueue.class.getName(), ConcurrentHashMap.class.getName())
                        .allMethods()
                        .treatAsAtomic())
                .addGuarantee(forClasses(
                                HeartbeatWheel.class.getName(), Session.class.getName(), FakeConnection.class.getName())
                        .allMethods()
                        .ignore())
                .logLevel(LoggingLevel.ERROR)
                .check(Mailbox.class);
    }

    /** A hub with one channel and one loop, two publishers, and the thread that turns the loop. */
    public static final class Mailbox {
        private static final String CHANNEL = "news";
        private static final int SUBSCRIBERS = 2;
        private static final int PUBLISHERS = 2;
        /** Overloaded while anything waits; a slice of one, so that a batch takes as many tasks as subscribers. */
        private static final HubSettings SETTINGS = new HubSettings(1, Duration.ofMillis(1), 64 * 1024, 1);

        private final VirtualLoop loop = new VirtualLoop();
        private final Hub hub = new Hub(List.of(loop), new IgnoringBroker(), SETTINGS);
        private final List<FakeConnection> clients =
                Stream.generate(this::subscribed).limit(SUBSCRIBERS).toList();
        private final int[] posted = new int[PUBLISHERS];
        private boolean second;

        @Operation(nonParallelGroup = "first publisher")
        public void postByFirst() {
            post(0);
        }

        @Operation(nonParallelGroup = "second publisher")
        public void postBySecond() {
            post(1);
        }

        /** The loop runs a task, if one waits. */
        @Operation(nonParallelGroup = "loop")
        public void turn() {
            loop.runOne();
            second |= loop.tasksWaiting() > 1;
        }

        /** In the end everybody has got everything, once and in order, though nothing woke the loop but posts. */
        @Validate
        public void nothingIsLostDoubledOrReordered() {
            loop.runAll();
            var order = received(clients.getFirst());
            for (var client : clients) {
                require(received(client).equals(order), "one order for all");
            }
            require(!second, "one task at most");
            require(!hub.isOverloaded(), "nothing counted as waiting");
        }

        /** Whose publications came one after another; each publisher's have come in order, and all of them. */
        private List<Byte> received(FakeConnection client) {
            var publishers = new ArrayList<Byte>();
            var next = new int[PUBLISHERS];
            for (var write : client.writes()) {
                for (var frame : write.frames()) {
                    var content = PlainFraming.decode(frame).bytes();
                    require(content[1] == next[content[0]]++, "each publisher's order");
                    publishers.add(content[0]);
                }
            }
            require(Arrays.equals(next, posted), "everything");
            return publishers;
        }

        private void post(int publisher) {
            byte[] content = {(byte) publisher, (byte) posted[publisher]++};
            hub.post(CHANNEL, Publication.of(Payload.binary(content)));
        }

        private FakeConnection subscribed() {
            var connection = new FakeConnection(loop);
            connection.onWrite(() -> second |= loop.tasksWaiting() > 0);
            var wheel = new HeartbeatWheel(loop, SessionSettings.DEFAULTS);
            var session = new Session(connection, SessionSettings.DEFAULTS, wheel, opened -> new IgnoringListener());
            hub.shard(loop)
                    .subscribe(session, CHANNEL, new RawEncoder(PlainFraming.PLAIN))
                    .subscriber()
                    .activate();
            return connection;
        }

        private static void require(boolean condition, String rule) {
            if (!condition) {
                throw new AssertionError("broken: " + rule);
            }
        }
    }
}
