package dev.fanfare.engine.redis;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fanfare.core.concurrent.Stages;
import dev.fanfare.model.channel.EngineException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class DeparturesTest {
    private static final Duration HOUR = Duration.ofHours(1);

    private final List<String> removed = new ArrayList<>();
    private final Departures departures = new Departures((channel, client) -> {
        removed.add(channel + " " + client);
        return Stages.DONE;
    });

    @Test
    void repeat_removesClientsThatLeft() {
        departures.left("room", "c1", HOUR);
        departures.left("room", "c2", HOUR);
        departures.left("news", "c1", HOUR);
        departures.returned("room", "c1");

        departures.repeat();
        departures.repeat();

        assertThat(removed).containsExactly("room c2", "news c1", "room c2", "news c1");
    }

    @Test
    void repeat_expired_removesNothing() {
        departures.left("room", "c1", Duration.ZERO);

        departures.repeat();

        assertThat(removed).isEmpty();
        assertThat(departures.size()).isZero();
    }

    @Test
    void returned_anotherClient_forgetsExpiredDepartures() {
        departures.left("room", "c1", Duration.ZERO);

        departures.returned("room", "c2");

        assertThat(departures.size()).isZero();
    }

    @Test
    void left_overTheLimit_forgetsTheOldest() {
        IntStream.rangeClosed(0, Departures.MAX).forEach(i -> departures.left("room", "c" + i, HOUR));

        departures.repeat();

        assertThat(departures.size()).isEqualTo(Departures.MAX);
        assertThat(removed).hasSize(Departures.MAX).startsWith("room c1").endsWith("room c" + Departures.MAX);
    }

    @Test
    void repeat_inProgress_omitsClientsThatReturned() {
        var waiting = new ArrayList<CompletableFuture<Void>>();
        var slow = new Departures((channel, client) -> {
            removed.add(client);
            waiting.add(new CompletableFuture<>());
            return waiting.getLast();
        });
        IntStream.range(0, 150).forEach(i -> slow.left("room", "c" + i, HOUR));
        slow.repeat();
        assertThat(removed).hasSize(100);

        slow.returned("room", "c149");
        List.copyOf(waiting).forEach(each -> each.complete(null));

        assertThat(removed).hasSize(149).doesNotContain("c149");
    }

    @Test
    void repeat_failure_endsUntilTheNextCall() {
        var failing = new Departures((channel, client) -> {
            removed.add(client);
            return CompletableFuture.failedStage(new EngineException("unreachable"));
        });
        IntStream.range(0, 150).forEach(i -> failing.left("room", "c" + i, HOUR));

        assertThat(failing.repeat().toCompletableFuture()).isCompletedExceptionally();

        assertThat(removed).hasSize(100);
    }
}
