package dev.fanfare.transport.netty.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fanfare.testkit.client.RawSocket;
import dev.fanfare.transport.netty.TestServer;
import dev.fanfare.transport.netty.fuzz.ConversationCheck.Result;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.slf4j.MDC;

/**
 * Compares whole conversations, valid and mutated, with a reference. Repeat a failed seed with {@code mvn -q -Pfast test -pl
 * transport-netty -am -Dtest=ConversationFuzzTest -Dfuzz.seed=SEED -Dsurefire.failIfNoSpecifiedTests=false}.
 */
class ConversationFuzzTest {
    private static final Long SEED = Long.getLong("fuzz.seed");
    private static final int SEEDS = 2_000;
    private static final int FULL_SEEDS = 200_000;
    private static final int SEEDS_OVER_SOCKETS = 100;
    private static final long FIRST_OVER_SOCKETS = 1_000_000;
    private static final Path REPORT = Path.of("target", "fuzz-report.txt");

    @Test
    void conversation_random_matchesReference() {
        run(0, SEEDS);
    }

    @Test
    @Tag("full")
    @Timeout(value = 30, unit = TimeUnit.MINUTES)
    void conversation_manyRandom_matchesReference() {
        run(SEEDS, SEEDS + FULL_SEEDS);
    }

    @Test
    void conversation_overSockets_matchesReference() {
        int resets = 0;
        try (var server = TestServer.start(
                        TestServer.settings(FuzzedServer.settings(false)),
                        exchange -> FuzzedServer.answer(exchange, new FuzzedListener()));
                var logged = LoggedTrouble.ofThread(loopThread(server))) {
            for (long seed = FIRST_OVER_SOCKETS; seed < FIRST_OVER_SOCKETS + SEEDS_OVER_SOCKETS; seed++) {
                resets += converse(seed, server) ? 0 : 1;
            }
            assertThat(server.transport().awaitClosed(TestServer.PATIENT)).isTrue();
            assertThat(logged.trouble()).isEmpty();
        }
        assertThat(resets).isLessThan(SEEDS_OVER_SOCKETS / 2);
    }

    private static String loopThread(TestServer server) {
        return CompletableFuture.supplyAsync(
                        () -> Thread.currentThread().getName(),
                        server.transport().loops().getFirst())
                .join();
    }

    /** Returns false if a reset discarded the output, because the client sent data after its close frame. */
    private static boolean converse(long seed, TestServer server) {
        var conversation = new Conversation(seed);
        try (var socket = RawSocket.connect(server.address())) {
            byte[] said;
            try {
                conversation.pieces().forEach(socket::send);
                socket.finish();
                said = socket.readToEnd();
            } catch (UncheckedIOException reset) {
                return false;
            }
            ConversationCheck.check(conversation, said, false);
            return true;
        } catch (AssertionError failure) {
            throw new AssertionError("seed " + seed + " over sockets", failure);
        }
    }

    /** Even seeds use a server without context takeover, odd seeds one that allows it. */
    private static void run(long begin, long end) {
        long from = SEED == null ? begin : SEED;
        long to = SEED == null ? end : SEED + 1;
        long start = System.nanoTime();
        var results = new EnumMap<Result, Integer>(Result.class);
        try (var logged = LoggedTrouble.ofSeeds();
                var threads = Executors.newFixedThreadPool(2)) {
            var even = CompletableFuture.supplyAsync(() -> converse(from + (from & 1), to, false), threads);
            var odd = CompletableFuture.supplyAsync(() -> converse(from + (~from & 1), to, true), threads);
            for (var half : List.of(even, odd)) {
                half.join().forEach((result, number) -> results.merge(result, number, Integer::sum));
            }
            assertThat(logged.trouble()).isEmpty();
        }
        report(from, to, Duration.ofNanos(System.nanoTime() - start), results);
        assertThat(SEED != null || results.size() == Result.values().length).isTrue();
    }

    private static Map<Result, Integer> converse(long from, long to, boolean takeover) {
        var results = new EnumMap<Result, Integer>(Result.class);
        try (var server = new FuzzedServer(takeover)) {
            for (long seed = from; seed < to; seed += 2) {
                MDC.put(LoggedTrouble.SEED, Long.toString(seed));
                results.merge(converse(seed, server, takeover), 1, Integer::sum);
            }
        } finally {
            MDC.remove(LoggedTrouble.SEED);
        }
        return results;
    }

    private static Result converse(long seed, FuzzedServer server, boolean takeover) {
        try {
            var conversation = new Conversation(seed);
            var listener = new FuzzedListener();
            var said = server.converse(conversation.pieces(), listener);
            assertThat(listener.complaints()).isEmpty();
            assertThat(listener.wasOpened()).isEqualTo(listener.closed() != null);
            // All native objects are idle; a single thread needs at most one of each kind.
            assertThat(server.nativeObjects()).isLessThanOrEqualTo(2);
            return ConversationCheck.check(conversation, said, takeover);
        } catch (Throwable failure) {
            throw new AssertionError(again(seed), failure);
        }
    }

    private static String again(long seed) {
        return "Seed " + seed + ". Repeat with: mvn -q -Pfast test -pl transport-netty -am"
                + " -Dtest=ConversationFuzzTest -Dfuzz.seed=" + seed + " -Dsurefire.failIfNoSpecifiedTests=false";
    }

    private static void report(long from, long to, Duration taken, Map<Result, Integer> results) {
        var text = "Seeds %d to %d in %.1f s, %.2f ms each: %s.%n"
                .formatted(from, to - 1, taken.toMillis() / 1e3, taken.toNanos() / 1e6 / (to - from), results);
        try {
            Files.createDirectories(REPORT.getParent());
            Files.writeString(REPORT, text);
        } catch (IOException unwritable) {
            throw new UncheckedIOException(unwritable);
        }
    }
}
