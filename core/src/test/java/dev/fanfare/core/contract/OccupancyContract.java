package dev.fanfare.core.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.fanfare.core.port.Occupancy;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * The contract of {@link Occupancy}. An engine extends it and creates occupancies. Tests show the absence of a report by a
 * later change that is reported.
 */
public abstract class OccupancyContract {
    private static final int ROUNDS = 12_000;
    private static final Duration ROUND = Duration.ofMillis(10);
    private static final String ROOM = "room";

    private final HeardChanges heard = new HeardChanges();
    private Occupancy first;
    private Occupancy last;
    private int sentinels;

    /** Creates the occupancies of connected nodes: this number, or one if the engine supports a single node. */
    protected abstract List<? extends Occupancy> create(int nodes);

    /** Advances the time of the engine. */
    protected abstract void elapse(Duration duration);

    /** The time that a change must last before it is reported. Short for an engine on real time. */
    protected Duration debounce() {
        return Duration.ofSeconds(1);
    }

    @BeforeEach
    final void createOccupancies() {
        var occupancies = create(2);
        first = occupancies.getFirst();
        last = occupancies.getLast();
        occupancies.forEach(occupancy -> occupancy.start(debounce(), heard));
    }

    @Test
    void enter_afterDebounce_isReportedOnce() {
        enterAll(ROOM);

        awaitReported(ROOM, "+");
        passASentinel();
        assertThat(heard.of(ROOM)).isEqualTo("+");
        assertThat(heard.changes().getFirst().ago()).isGreaterThanOrEqualTo(debounce());
    }

    @Test
    void leave_lastClient_isReported() {
        enterAll(ROOM);
        awaitReported(ROOM, "+");

        if (first != last) {
            first.leave(ROOM);
            passASentinel();
            assertThat(heard.of(ROOM)).isEqualTo("+");
        }
        last.leave(ROOM);

        awaitReported(ROOM, "+-");
    }

    @Test
    void channel_vacatedAndOccupied_isNotReported() {
        first.enter(ROOM);
        awaitReported(ROOM, "+");

        first.leave(ROOM);
        last.enter(ROOM);
        passASentinel();

        assertThat(heard.of(ROOM)).isEqualTo("+");
    }

    @Test
    void channel_occupiedAndVacated_isNotReported() {
        first.enter(ROOM);
        first.leave(ROOM);
        passASentinel();

        assertThat(heard.of(ROOM)).isEmpty();
    }

    @Test
    void change_sameChannel_waitsForThePreviousOne() {
        var done = new CompletableFuture<Void>();
        heard.holdUntil(done);
        first.enter(ROOM);
        awaitReported(ROOM, "+");
        heard.holdUntil(CompletableFuture.completedStage(null));

        first.leave(ROOM);
        passASentinel();
        assertThat(heard.of(ROOM)).isEqualTo("+");
        done.complete(null);

        awaitReported(ROOM, "+-");
    }

    @Test
    void change_undoneDuringReport_isNotFollowed() {
        var done = new CompletableFuture<Void>();
        heard.holdUntil(done);
        first.enter(ROOM);
        awaitReported(ROOM, "+");
        heard.holdUntil(CompletableFuture.completedStage(null));

        first.leave(ROOM);
        first.enter(ROOM);
        done.complete(null);
        passASentinel();

        assertThat(heard.of(ROOM)).isEqualTo("+");
    }

    @Test
    void listener_fails_countsAsFinished() {
        heard.holdUntil(CompletableFuture.failedStage(new IllegalStateException("planted")));
        first.enter(ROOM);
        awaitReported(ROOM, "+");

        first.leave(ROOM);

        awaitReported(ROOM, "+-");
    }

    @Test
    void changes_manyChannels_areReportedOnceWithUniqueIds() {
        int many = 1_500;
        IntStream.range(0, many).forEach(i -> (i % 2 == 0 ? first : last).enter("room" + i));
        await(() -> heard.changes().size() == many);
        IntStream.range(0, many).forEach(i -> (i % 2 == 0 ? first : last).leave("room" + i));
        await(() -> heard.changes().size() == 2 * many);
        passASentinel();

        IntStream.range(0, many)
                .forEach(i -> assertThat(heard.of("room" + i)).as("room" + i).isEqualTo("+-"));
        assertThat(heard.changes().stream().map(Occupancy.Change::id)).doesNotHaveDuplicates();
    }

    @Test
    void start_twice_isRejected() {
        assertThatThrownBy(() -> first.start(debounce(), change -> finished()))
                .isInstanceOf(IllegalStateException.class);
    }

    private static CompletionStage<Void> finished() {
        return CompletableFuture.completedStage(null);
    }

    private void enterAll(String channel) {
        first.enter(channel);
        if (first != last) {
            last.enter(channel);
        }
    }

    private void awaitReported(String channel, String signs) {
        await(() -> heard.of(channel).equals(signs));
    }

    /** Returns after all earlier changes have been reported, because a change that starts now has been reported by each node. */
    private void passASentinel() {
        for (var node : List.of(first, last)) {
            var sentinel = "sentinel" + sentinels++;
            node.enter(sentinel);
            awaitReported(sentinel, "+");
        }
    }

    private void await(BooleanSupplier condition) {
        for (int i = 0; i < ROUNDS && !condition.getAsBoolean(); i++) {
            elapse(ROUND);
        }
        assertThat(condition.getAsBoolean())
                .as("reported changes: %s", heard.changes())
                .isTrue();
    }
}
