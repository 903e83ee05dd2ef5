package dev.fanfare.core.memory;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fanfare.model.channel.Payload;
import dev.fanfare.model.channel.Publication;
import java.util.ArrayList;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HistoryRingTest {
    private static final int STEPS = 5_000;
    private static final int LARGEST = 50;

    @ParameterizedTest
    @ValueSource(longs = {0, 1, 2, 3})
    void ring_changingSize_keepsTheNewest(long seed) {
        var random = new Random(seed);
        var ring = new HistoryRing();
        var model = new ArrayList<Publication>();
        int maxSize = 1;
        for (int step = 0; step < STEPS; step++) {
            if (random.nextInt(20) == 0) {
                maxSize = 1 + random.nextInt(LARGEST);
            }
            var publication = Publication.of(Payload.text("x".repeat(step % 7)));
            ring.add(publication, publication.payload().size(), maxSize);
            model.add(publication);
            while (model.size() > maxSize) {
                model.removeFirst();
            }

            assertThat(IntStream.range(0, ring.size()).mapToObj(ring::get))
                    .as("seed " + seed)
                    .containsExactlyElementsOf(model);
            assertThat(IntStream.range(0, ring.size()).mapToObj(ring::bytes))
                    .as("seed " + seed)
                    .containsExactlyElementsOf(model.stream()
                            .map(kept -> (long) kept.payload().size())
                            .toList());
        }
    }
}
