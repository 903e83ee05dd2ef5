package dev.fanfare.protocol.centrifuge.message;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fanfare.model.channel.Payload;
import dev.fanfare.model.channel.Publication;
import dev.fanfare.protocol.centrifuge.json.JsonEncoding;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class DataPushTest {
    private static final int SIZE = 10_000;

    @Test
    void chain_long_hasDeltasForALimitedSize() {
        var publications = IntStream.range(0, 100)
                .mapToObj(i -> Publication.of(Payload.text("x".repeat(SIZE) + i)))
                .toList();

        var pushes = DataPush.chain(new JsonEncoding(), publications);

        assertThat(pushes).extracting(DataPush::publication).isEqualTo(publications);
        assertThat(pushes.stream().filter(DataPush::delta)).hasSize(DataPush.MAX_CHAIN_BYTES / SIZE - 1);
        assertThat(pushes.getLast().data().size()).isGreaterThan(SIZE);
    }
}
